import { describe, expect, it } from 'vitest';
import { parseHubName } from './hubName';

describe('names and addresses of a repository', () => {
  it.each([
    ['org/name', 'org/name', 'main'],
    ['  org/name  ', 'org/name', 'main'],
    ['bert-base-uncased', 'bert-base-uncased', 'main'],
    ['org/name@refs/pr/1', 'org/name', 'refs/pr/1'],
    ['https://huggingface.co/org/name', 'org/name', 'main'],
    ['huggingface.co/org/name/', 'org/name', 'main'],
    ['https://huggingface.co/org/name/tree/main', 'org/name', 'main'],
    ['https://huggingface.co/org/name/tree/v1.0/onnx', 'org/name', 'v1.0'],
    ['https://huggingface.co/org/name/tree/refs%2Fpr%2F3', 'org/name', 'refs/pr/3'],
    ['https://huggingface.co/org/name/blob/main/config.json?download=true', 'org/name', 'main'],
    ['https://huggingface.co/org/name/resolve/abc123/model.safetensors', 'org/name', 'abc123'],
    ['https://huggingface.co/org/name/discussions', 'org/name', 'main'],
    ['https://huggingface.co/bert-base-uncased/tree/main', 'bert-base-uncased', 'main'],
    ['https://hf.co/org/name#usage', 'org/name', 'main'],
    ['https://mirror.example/org/name', 'org/name', 'main'],
  ])('%s', (text, repo, revision) => {
    expect(parseHubName(text, 'https://mirror.example')).toMatchObject({ repo, revision });
  });

  it('the main branch need not be named, others stay part of the name', () => {
    expect(parseHubName('https://huggingface.co/org/name/tree/main').id).toBe('org/name');
    expect(parseHubName('https://huggingface.co/org/name/tree/v1').id).toBe('org/name@v1');
  });

  it.each(['abc', 'ftp://host', ''])('no hub at "%s"', (endpoint) => {
    expect(() => parseHubName('org/name', endpoint)).toThrow(/not the address of a hub/);
  });

  it.each([
    ['https://elsewhere.example/org/name', /not an address of a model on huggingface\.co/],
    ['https://huggingface.co/datasets/org/name', /address of a dataset/],
    ['https://huggingface.co/', /not the name of a repository/],
    ['a b', /Write it as org\/name/],
    ['../etc', /not the name/],
    ['https://huggingface.co/org/%2e%2e', /not the name/],
  ])('not %s', (text, words) => {
    expect(() => parseHubName(text)).toThrow(words);
  });
});
