/**
 * How much bytes look like text of two bytes a character: each standard orders its characters by how common they
 * are, so that real text has its lead bytes in few rows, and other bytes read as such text do not.
 */

/** From -1 to 1 for a character that begins with `lead`. */
type Weigh = (lead: number, trail: number) => number;

const between = (value: number, from: number, to: number) => value >= from && value <= to;
const KANA_ROWS = [0xa4, 0xa5];

const WEIGHTS: Record<string, Weigh> = {
  // Level 1 of GB 2312 is ordered by sound, and is nearly all of modern text.
  gb18030: (lead, trail) => {
    if (trail < 0xa1 || lead < 0xa1) return between(lead, 0x81, 0xa0) && trail >= 0xa1 ? -0.2 : -0.4;
    return between(lead, 0xb0, 0xd7) ? 0.9 : between(lead, 0xa1, 0xa3) ? 0.7 : KANA_ROWS.includes(lead) ? 0.1 : 0;
  },
  big5: (lead) => (between(lead, 0xa4, 0xc6) ? 0.9 : between(lead, 0xa1, 0xa3) ? 0.7 : between(lead, 0xc9, 0xf9) ? 0.1 : -0.4),
  'euc-kr': (lead, trail) => {
    if (lead < 0xa1 || trail < 0xa1) return -0.2;
    return between(lead, 0xb0, 0xc8) ? 0.9 : between(lead, 0xa1, 0xa3) ? 0.7 : -0.2;
  },
  'euc-jp': (lead) => {
    if (KANA_ROWS.includes(lead)) return 1;
    return between(lead, 0xb0, 0xcf) ? 0.65 : between(lead, 0xa1, 0xa3) ? 0.7 : lead === 0x8e ? -0.4 : -0.1;
  },
  shift_jis: (lead, trail) => {
    if (lead === 0x82 && trail >= 0x9f) return 1;
    if (lead === 0x83 && trail <= 0x96) return 1;
    if (between(lead, 0x81, 0x82)) return 0.7;
    return between(lead, 0x88, 0x97) ? 0.75 : -0.3;
  },
};

/** Characters that nearly every text has, by the language that writes them so: first of its grammar, then of names and things. */
const JAPANESE =
  'のにはをたがでてとしれさいるなかもすこあらりっくまきだんう日一国人年大本中長出時行見月分後前生間上東金入学高円子外下来気小山話女書先名川水男西電語木田村井藤佐松林森野原島崎橋池清石渡辺加伊吉太郎美真直京都市区町県良悪好品商';
const SIMPLIFIED =
  '的一是不了在人有我他这中大来上个国们说为子和你地出道也时年得就那要下以生会好很没可都过对小心天家多发成后学去能差快质量服务王李张刘陈杨赵黄周吴徐孙市县区路街京海东西';
const TRADITIONAL =
  '的一是不了在人有我他這中大來上個國們說為子和你地出道也時年得就那要下以生會好很沒可都過對小心天家多發成後學去能差快質量服務王李張劉陳楊趙黃周吳徐孫市縣區路街臺北東西';
const KOREAN = '이다는을를에의고하가은지도한사들로어기서자해나그리으아니요있었습시구동로길면대인정김박최강조윤장임주전라보여만게일';
const FREQUENT: Record<string, Set<string>> = {
  gb18030: new Set(SIMPLIFIED),
  big5: new Set(TRADITIONAL),
  'euc-kr': new Set(KOREAN),
  'euc-jp': new Set(JAPANESE),
  shift_jis: new Set(JAPANESE),
};

export const PAIRED = Object.keys(WEIGHTS);

/** @param text the bytes, decoded */
export function weighPairs(label: string, bytes: Uint8Array, text: string): number {
  const weigh = WEIGHTS[label];
  let sum = 0;
  let count = 0;
  const isHigh = (at: number) => (bytes[at] ?? 0) >= 0x80;
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at];
    if (lead < 0x80) continue;
    count++;
    // Half-width kana, one byte each: rare, while every other encoding has letters there.
    if (label === 'shift_jis' && between(lead, 0xa1, 0xdf)) sum -= 0.5;
    else {
      // A sign before a letter, far more often than a character by itself.
      if (!isHigh(at + 1) && !isHigh(at - 1) && !isHigh(at - 2) && !isHigh(at + 2)) sum -= 0.6;
      sum += weigh(lead, bytes[++at] ?? 0);
    }
  }
  const known = FREQUENT[label];
  let frequent = 0;
  let letters = 0;
  for (const character of text) {
    if (character <= '\u007f') continue;
    letters++;
    if (known.has(character)) frequent++;
  }
  // Letters of the alphabet right beside a character were one of its bytes, or a word that was cut.
  const foreign = (text.match(/[A-Za-z](?=[\u2e80-\u9fff\uac00-\ud7af])|[\u2e80-\u9fff\uac00-\ud7af](?=[A-Za-z])/g) ?? []).length;
  return count === 0 ? 0 : (sum - foreign / 2) / count + 0.6 * Math.min(1, (2 * frequent) / Math.max(1, letters));
}
