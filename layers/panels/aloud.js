// Reading a card aloud by a voice of the device itself: one that asks another machine would hear what is read.
import { button } from "../page/dom.js";
import { lang } from "../page/islands.js";
import { say } from "../page/words.js";

const speech = () => window.speechSynthesis;
const ownVoice = () =>
  speech()
    ?.getVoices()
    .find((voice) => voice.localService && voice.lang.startsWith(lang));

export const fallSilent = () => speech()?.cancel();

/** A button that reads texts, and stops where it reads; null where the device has no voice of the language. */
export function aloudButton(texts) {
  const voice = ownVoice();
  if (!voice) return null;
  const press = () => {
    const isReading = speech().speaking;
    fallSilent();
    if (isReading) return;
    const words = new SpeechSynthesisUtterance(texts.filter(Boolean).join("\n"));
    speech().speak(Object.assign(words, { voice, lang: voice.lang }));
  };
  return button({ class: "button" }, press, say("aloud"));
}
