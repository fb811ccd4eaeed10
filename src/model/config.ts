/** Reads a Hugging Face `config.json`, and turns away every model that this program does not compute. */
import type { EncoderConfig } from '../architectures/architecture';
import { ARCHITECTURES, supportedArchitectures } from '../architectures/registry';
import { TandemError } from '../errors';

/**
 * @param text the content of config.json
 * @throws TandemError `bad-config` when it is not a usable JSON object, `unsupported-model` when it
 *   describes something other than an encoder that is supported
 */
export function parseConfig(text: string): EncoderConfig {
  const json = encoderOf(parseJsonObject(text));
  const className = Array.isArray(json.architectures) ? json.architectures[0] : undefined;
  const found = ARCHITECTURES.find(({ modelTypes, classNames }) =>
    json.model_type === undefined ? classNames.test(String(className)) : modelTypes.some((type) => type === json.model_type),
  );
  const supported = `Supported are encoders of these architectures: ${supportedArchitectures()}`;
  if (!found) {
    const named = [className, json.model_type].find((name) => typeof name === 'string') ?? 'that config.json does not name';
    throw new TandemError('unsupported-model', `This model is of the architecture ${named}. ${supported}.`);
  }
  if (json.is_decoder === true || json.is_encoder_decoder === true) {
    throw new TandemError('unsupported-model', `This model is configured as a decoder. ${supported}.`);
  }
  const config = found.config(json);
  checkConfig(config);
  return config;
}

/** The encoder's part of a config: folders with a head that no class of transformers holds have one around it. */
export function encoderOf(config: Record<string, unknown>): Record<string, unknown> {
  const { model_type: type, encoder } = config;
  return type === 'tandem' && typeof encoder === 'object' && encoder !== null ? (encoder as Record<string, unknown>) : config;
}

/** Tokens of a text that is not empty: two special ones around one of its own. */
const SHORTEST = 3;

/** What holds for all of them. */
function checkConfig({ padTokenId, vocabSize, maxLength }: EncoderConfig): void {
  if (padTokenId >= vocabSize) {
    throw new TandemError('bad-config', `config.json is inconsistent: pad_token_id ${padTokenId} is not among its ${vocabSize} tokens.`);
  }
  if (maxLength < SHORTEST) {
    throw new TandemError(
      'bad-config',
      'config.json is inconsistent: its max_position_embeddings leave no room for a token between the special ones.',
    );
  }
}

/** @throws TandemError `bad-config` for a file that is not JSON, as a damaged one may be, or not an object */
export function parseJsonObject(text: string, path = 'config.json'): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new TandemError('bad-config', `${path} is not valid JSON. Download the model again, or check the file.`, { cause });
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new TandemError('bad-config', `${path} does not hold a JSON object. Download the model again, or check the file.`);
  }
  return json as Record<string, unknown>;
}
