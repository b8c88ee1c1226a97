// Numbers as people say them, as geo/numerals.py has them: 一号线, yihaoxian and line one are 1号线, 1haoxian and line1.
const SIGNS = "一二三四五六七八九";
const SYLLABLES = ["yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"];
const WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve";
const ONE = SYLLABLES.join("|");

const CHINESE = new RegExp(`([${SIGNS}]?)十([${SIGNS}]?)|([${SIGNS}])`, "g");
const PINYIN = new RegExp(`(?:(${ONE})?shi(${ONE})?|(${ONE}))(?=haoxian|qi)`, "g");
const ENGLISH = new RegExp(`(line|phase)(${WORDS})`, "g");

const belowTen = (name) => 1 + (SIGNS.includes(name) ? SIGNS.indexOf(name) : SYLLABLES.indexOf(name));

function tensOf(_found, tens, ones, alone) {
  if (alone) return belowTen(alone);
  return 10 * (tens ? belowTen(tens) : 1) + (ones ? belowTen(ones) : 0);
}

/** A folded text with the numbers in it as digits. */
export const toDigits = (folded) =>
  folded
    .replace(CHINESE, tensOf)
    .replace(PINYIN, tensOf)
    .replace(ENGLISH, (_found, before, word) => before + (WORDS.split("|").indexOf(word) + 1));
