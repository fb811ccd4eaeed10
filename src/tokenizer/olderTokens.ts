/** The added tokens of repositories without a tokenizer.json. */
import * as v from 'valibot';
import { type AddedToken, addedToken } from './addedTokens';
import { checked } from './problems';
import { contentOf, type SpecialTokenName, type TokenizerConfig } from './tokenizerConfig';

/** Tokens that are not special by name. */
export type MoreTokens = { content: string; id: number; normalized: boolean; special?: boolean }[];

/**
 * Special tokens, then others; what tokenizer_config.json says of one of them is taken whole.
 *
 * @param specials what special tokens are called where the files do not say
 */
export function specialTokens(
  vocab: ReadonlyMap<string, number>,
  config: TokenizerConfig,
  specials: Record<SpecialTokenName, string>,
  more: MoreTokens,
  maskTakesBlanks: boolean,
): AddedToken[] {
  const added = new Map<string, unknown>();
  for (const name of Object.keys(specials) as SpecialTokenName[]) {
    const given = config[name] ?? specials[name];
    const content = contentOf(given) as string;
    const id = vocab.get(content) ?? more.find((token) => token.content === content)?.id;
    const flags = typeof given === 'string' ? { lstrip: name === 'mask_token' && maskTakesBlanks } : given;
    if (id !== undefined) added.set(content, { ...flags, content, id, special: true });
  }
  for (const token of more) if (!added.has(token.content)) added.set(token.content, token);
  for (const [id, token] of Object.entries(config.added_tokens_decoder)) added.set(token.content, { ...token, id: Number(id) });
  return checked(v.array(addedToken), [...added.values()], 'tokenizer_config.json');
}
