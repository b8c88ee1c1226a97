// The browser's position, asked for once a press on «附近».
const TIMEOUT_MS = 12_000;
const REASONS = { 1: "refused", 2: "unavailable", 3: "timeout" };
let asked = null; // the number of the press that was answered last

/** Ask for the position of a press and tell it, or why there is none; `turn` is the number of the press. */
export function locate(turn, tell) {
  if (!turn || turn === asked) return;
  asked = turn;
  const fail = (reason) => tell({ type: "locate_failed", reason });
  if (!navigator.geolocation) {
    fail("unavailable");
    return;
  }
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => tell({ type: "locate", lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy }),
    ({ code }) => fail(REASONS[code] ?? "unavailable"),
    { timeout: TIMEOUT_MS, maximumAge: 60_000, enableHighAccuracy: false },
  );
}
