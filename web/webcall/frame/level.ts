/** How loud a voice is, so that the customer sees that they are heard. */

const SAMPLES = 512;
const LOUD = 0.25;

/** Call it for the level now, from 0 to 1; `close` when nobody looks any more. */
export function meter(voice: MediaStream): { level: () => number; close: () => void } {
  const sound = new AudioContext();
  const ear = sound.createAnalyser();
  ear.fftSize = SAMPLES;
  sound.createMediaStreamSource(voice).connect(ear);
  const wave = new Float32Array(SAMPLES);
  return {
    level: () => {
      ear.getFloatTimeDomainData(wave);
      return loudness(wave);
    },
    close: () => void sound.close(),
  };
}

/** Root mean square of a wave, scaled so that loud speech is 1. */
export function loudness(wave: Float32Array): number {
  const mean = wave.reduce((sum, one) => sum + one * one, 0) / wave.length;
  return Math.min(1, Math.sqrt(mean) / LOUD);
}
