/**
 * SentencePiece's own model files (Kudo & Richardson, 2018): pieces with their scores, and the table of its normaliser.
 * Field numbers: https://github.com/google/sentencepiece/blob/master/src/sentencepiece_model.proto
 */
import { PbfReader } from 'pbf';
import { broken, unsupported } from './problems';

/** Of `SentencePiece.Type`. */
export const PIECE_TYPES = { normal: 1, unknown: 2, control: 3, userDefined: 4 } as const;

export interface SentencePiece {
  piece: string;
  score: number;
  type: number;
}

export interface SentencePieceModel {
  pieces: SentencePiece[];
  /** The normaliser's table; empty where it changes nothing. */
  charsmap: Uint8Array;
}

const UNIGRAM = 1;
const TYPES = ['of no kind', 'Unigram', 'BPE', 'words', 'characters'];

/**
 * @param name of the file
 * @throws TandemError `bad-tokenizer` for a damaged file, `unsupported-model` for a model of another kind than Unigram
 */
export function readSentencePiece(bytes: Uint8Array, name: string): SentencePieceModel {
  const found = { pieces: [] as SentencePiece[], kind: UNIGRAM, charsmap: new Uint8Array() as Uint8Array };
  try {
    new PbfReader(bytes).readFields((field, _, reader) => {
      if (field === 1) found.pieces.push(reader.readMessage(readPiece, { piece: '', score: 0, type: PIECE_TYPES.normal }));
      else if (field === 2) reader.readMessage(readTrainer, found);
      else if (field === 3) reader.readMessage(readNormalizer, found);
    }, undefined);
  } catch {
    throw broken(name, 'it is damaged, or not a model of SentencePiece');
  }
  const { pieces, charsmap, kind } = found;
  if (pieces.length === 0 || !pieces.every(({ piece, score }) => piece !== '' && Number.isFinite(score)))
    throw broken(name, 'it is damaged, or not a model of SentencePiece');
  if (kind !== UNIGRAM)
    throw unsupported(`a SentencePiece model of the kind ${TYPES[kind] ?? kind}`, 'SentencePiece models of the kind Unigram');
  return { pieces, charsmap };
}

function readPiece(field: number, piece: SentencePiece, reader: PbfReader): void {
  if (field === 1) piece.piece = reader.readString();
  else if (field === 2) piece.score = reader.readFloat();
  else if (field === 3) piece.type = reader.readVarint();
}

function readTrainer(field: number, found: { kind: number }, reader: PbfReader): void {
  if (field === 3) found.kind = reader.readVarint();
}

function readNormalizer(field: number, found: { charsmap: Uint8Array }, reader: PbfReader): void {
  // A copy: pbf gives a part of the file.
  if (field === 2) found.charsmap = reader.readBytes().slice();
}
