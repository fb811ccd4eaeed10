/** What is not read here is refused by what it is, with what to save instead. */
import { describe, expect, it } from 'vitest';
import { TandemError } from '../../../errors';
import { cpuTime } from '../../../testing/cpuTime';
import { readDataset } from '../../readDataset';
import { messages } from './testReading';
import { refusalOf } from './xmlRefused';

const read = (name: string, text: string) => readDataset([{ name, text }]);

describe('files that are not read', () => {
  it.each([
    [
      'gate.xml',
      '<?xml version="1.0"?><GateDocument version="3"><TextWithNodes>Mira</TextWithNodes></GateDocument>',
      'an XML document from GATE',
    ],
    ['a.xmi', '<?xml version="1.0"?>\n<xmi:XMI xmlns:xmi="x"><cas:NULL/></xmi:XMI>', 'a UIMA CAS in XMI'],
    ['a.json', '{"%TYPES": {}, "%FEATURE_STRUCTURES": [{"%ID": 1, "sofaString": "Mira"}]}', 'a UIMA CAS in JSON'],
    ['a.xml', '<!-- x -->\n<TEI xmlns="x">\n<text>Mira</text></TEI>\n', 'an XML text in TEI'],
    [
      'a.txt',
      '<?xml version="1.0"?><!DOCTYPE collection SYSTEM "BioC.dtd"><collection><source>x</source></collection>',
      'an XML collection in BioC',
    ],
    ['1.xml', '<?xml version="1.0" encoding="UTF-8" ?>\n<deIdi2b2>\n<TEXT><![CDATA[Mira]]></TEXT></deIdi2b2>', 'an XML document from i2b2'],
    ['a.csv', '\n<!DOCTYPE html>\n<html lang="en"><head><title>text,label</title>', 'a web page'],
    ['a.xml', '<sentences>\n<sentence id="1"><text>Fine food</text></sentence>\n</sentences>', 'an XML file'],
    ['a.pdf', '%PDF-1.7\n1 0 obj', 'a PDF'],
    ['a.doc', '{\\rtf1\\ansi Mira}', 'a rich text document'],
    ['train.csv', 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 2\n', 'a Git LFS pointer instead of the file itself'],
    ['a.ipynb', '{"cells": [{"cell_type": "markdown", "source": []}], "nbformat": 4}', 'a Jupyter notebook'],
    ['a.arff', '% about\n@relation films\n@attribute text string\n@data\n', 'an ARFF file from Weka'],
    ['a.sql', '-- dump\nCREATE TABLE films (text varchar(20));\n', 'an SQL script'],
    ['a.yaml', '# one\n---\ntype: intent\nname: fly\nutterances:\n  - to [city](Porto)\n', 'a YAML data set of snips-nlu'],
    ['a.txt', 'Then <ENAMEX TYPE="PERSON">Mira Olden</ENAMEX> slept.\n', 'a text with entities marked in the style of MUC'],
  ])('%s', (name, text, what) => {
    expect(() => read(name, text)).toThrow(TandemError);
    expect(() => read(name, text)).toThrow(`${name} is ${what}`);
    expect(() => read(name, text)).toThrow('which cannot be read here. ');
  });

  it('text that begins with a tag is text', () => {
    expect(read('a.txt', '<user> hello\n<user> bye\n').train.length).toBeGreaterThan(0);
    expect(read('a.csv', 'text,label\n<b>fine</b>,x\n<b>poor</b>,y\n').train.length).toBeGreaterThan(0);
    expect(read('a.txt', '<s>Mira slept</s>\n<s>Olden slept</s>\n').train.length).toBeGreaterThan(0);
  });

  it('long beginnings of blanks and comments are looked at quickly', () => {
    const start = cpuTime();
    for (const text of [
      '\n'.repeat(4000),
      '/* */\n\n\n'.repeat(400),
      '<!-- -->\n'.repeat(400),
      '---\n\n\n'.repeat(500),
      '<'.repeat(4000),
    ]) {
      expect(refusalOf({ text: `${text}x` })).toBeUndefined();
    }
    expect(cpuTime() - start).toBeLessThan(1000);
  });

  it('beside data they are left out and named', () => {
    const dataset = readDataset(
      [
        { name: 'x/train.csv', text: 'text,label\na,x\nb,y\n' },
        { name: 'x/dev.csv', text: 'text,label\nc,x\n' },
        { name: 'x/about.xml', text: '<?xml version="1.0"?><about/>' },
      ],
      { validationShare: 0 },
    );
    expect([dataset.train.length, dataset.validation.length]).toEqual([2, 1]);
    expect(messages(dataset).join()).toContain('x/about.xml (an XML file): cannot be read here; left out.');
  });
});
