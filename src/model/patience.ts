import { plural } from '../plural';

/** How long a server may send nothing: neither the head of its answer nor the next piece of its body. */
export const PATIENCE_MS = 30_000;

/** The server sent nothing for too long. */
export class Silence extends Error {
  constructor(milliseconds: number) {
    super(`The server sent nothing for ${plural(Math.round(milliseconds / 1000), 'second')}.`);
    this.name = 'Silence';
  }
}

/** @throws Silence where the promise is not settled after so many milliseconds */
export async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Silence(milliseconds)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
