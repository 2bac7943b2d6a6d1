// What is heard and felt: nobody needs to look at the phone while both hands are busy.
let context = null;
const NOTES = { done: [[880, 0, 0.09]], kept: [[660, 0, 0.09]], refused: [[220, 0, 0.16], [180, 0.2, 0.24]], ignored: [[440, 0, 0.04]] };
const TREMBLES = { done: [60], kept: [60], refused: [120, 80, 240], ignored: [20] };

export function wake() {
  context ||= window.AudioContext ? new AudioContext() : null;
  if (context?.state === "suspended") context.resume();
}

export function signal(kind, isLoud) {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(TREMBLES[kind]);
  if (!isLoud || context?.state !== "running") return;
  for (const [pitch, after, length] of NOTES[kind]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const begin = context.currentTime + after;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.25, begin);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + length);
    tone.connect(volume).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + length);
  }
}
