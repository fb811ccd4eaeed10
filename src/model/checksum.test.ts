import { describe, expect, it } from 'vitest';
import { compareBytes } from './checksum';

/** `printf 'hello\n' | git hash-object --stdin` */
const HELLO = { size: 6, gitId: 'ce013625030ba8dba906f756967f9e9ca394464a' };
/** `printf 'hello\n' | sha256sum` */
const SHA256 = '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('a small file', () => {
  it('is the one that git calls so', async () => {
    await expect(compareBytes('a.txt', bytesOf('hello\n'), HELLO)).resolves.toBeUndefined();
    await expect(compareBytes('a.txt', bytesOf('hello\n'), { sha256: SHA256 })).resolves.toBeUndefined();
    await expect(compareBytes('a.txt', bytesOf('hello\n'), {})).resolves.toBeUndefined();
  });

  it.each([
    ['hellp\n', HELLO, 'its git checksum is not the one that the hub gives'],
    ['hello', HELLO, 'it has 5 bytes where the hub says 6'],
    ['hellp\n', { sha256: SHA256 }, 'its SHA-256 checksum is not the one that the hub gives'],
  ])('%j is another one', async (text, expected, why) => {
    await expect(compareBytes('a.txt', bytesOf(text), expected)).rejects.toMatchObject({
      code: 'network',
      message: `a.txt arrived damaged or changed: ${why}. It was deleted; load the model again to fetch it anew.`,
    });
  });
});
