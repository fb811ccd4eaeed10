/** Files that hold texts in a way that is not read here, XML above all: what they are, and what to save instead. */
import { TandemError } from '../../../errors';
import type { ReportProblem, SourceFile } from '../../records';
import { someOf } from '../../someOf';

interface Kind {
  /** With its article. */
  what: string;
  /** In sentences. */
  advice: string;
}

const LINES = 'Save it as JSON Lines, with "text" and "entities" ([start, end, label]) or "label" in each line, or as CoNLL.';
const INCEPTION = 'In INCEpTION or WebAnno, export it as "WebAnno TSV v3.3".';
const PLAIN = 'Save its text as plain text, or its table as CSV.';

/** By the name of the outermost element. */
const ROOTS: [RegExp, Kind][] = [
  [/^GateDocument$/, { what: 'an XML document from GATE', advice: LINES }],
  [/^xmi:XMI$/i, { what: 'a UIMA CAS in XMI', advice: INCEPTION }],
  [/^(TEI(\.2)?|teiCorpus)$/, { what: 'an XML text in TEI', advice: LINES }],
  [/^(deIdi2b2|PatientMatching|ClinicalNarrativeTemporalAnnotation)$/, { what: 'an XML document from i2b2', advice: LINES }],
  [/^collection$/, { what: 'an XML collection in BioC', advice: LINES }],
  [/^html$/i, { what: 'a web page', advice: `${PLAIN} For a file on GitHub, save what "Raw" shows.` }],
  [/^Workbook$/, { what: 'an Excel workbook in XML', advice: 'Save it as CSV or as .xlsx.' }],
  [/^(w:document|w:wordDocument|pkg:package)$/, { what: 'a Word document', advice: PLAIN }],
  [/^plist$/, { what: 'a property list', advice: PLAIN }],
];
const XML: Kind = { what: 'an XML file', advice: LINES };

/** By how the text begins. */
const BEGINNINGS: [RegExp, Kind][] = [
  [/^%PDF-/, { what: 'a PDF', advice: PLAIN }],
  [/^\{\\rtf/, { what: 'a rich text document', advice: PLAIN }],
  [/^%!PS/, { what: 'a PostScript file', advice: PLAIN }],
  [/^\s*\\documentclass\b/, { what: 'a LaTeX document', advice: PLAIN }],
  [
    /^version https:\/\/git-lfs\.github\.com\//,
    { what: 'a Git LFS pointer instead of the file itself', advice: 'Fetch the file with "git lfs pull", or download it from its page.' },
  ],
  [/^\s*\{[\s\S]{0,2000}"%(TYPES|FEATURE_STRUCTURES)"\s*:/, { what: 'a UIMA CAS in JSON', advice: INCEPTION }],
  [/^\s*\{\s*"_(context|views|referenced_fss)"\s*:/, { what: 'a UIMA CAS in JSON', advice: INCEPTION }],
  [
    /^\s*\{\s*"(cells|nbformat|metadata)"\s*:[\s\S]{0,2000}"(cell_type|nbformat|kernelspec)"\s*:/,
    { what: 'a Jupyter notebook', advice: PLAIN },
  ],
  [/<(ENAMEX|NUMEX|TIMEX)\s+TYPE=/i, { what: 'a text with entities marked in the style of MUC', advice: LINES }],
];

/** By the first line that is neither empty nor a comment. */
const FIRST_LINES: [RegExp, Kind][] = [
  [/^@relation\s/i, { what: 'an ARFF file from Weka', advice: 'Save it as CSV there.' }],
  [/^(create table|insert into|drop table|set \w+ ?=)\b/i, { what: 'an SQL script', advice: 'Export the table as CSV.' }],
  [
    /^type:\s*(intent|entity)\s*$/,
    {
      what: 'a YAML data set of snips-nlu',
      advice: 'Convert it to JSON with "snips-nlu generate-dataset en file.yaml > dataset.json".',
    },
  ],
];
const COMMENT = /^\s*(--|#|%|\/\*|$)/;

/** undefined for what may be data. */
export function refusalOf({ text }: Pick<SourceFile, 'text'>): Kind | undefined {
  const head = text.slice(0, 4000);
  const line = head.split('\n').find((one) => !COMMENT.test(one)) ?? '';
  const known = (BEGINNINGS.find(([pattern]) => pattern.test(head)) ?? FIRST_LINES.find(([pattern]) => pattern.test(line)))?.[1];
  if (known || !/^\s*</.test(head)) return known;
  const root = rootOf(head);
  // An interface of Label Studio says what its tasks mean.
  if (root === 'View') return undefined;
  const declared = /^\s*<(\?xml\s|!doctype\s)/i.test(head);
  const kind = root === undefined ? undefined : ROOTS.find(([pattern]) => pattern.test(root))?.[1];
  // Lines of text may begin with a tag of their own.
  const whole = declared || (root !== undefined && text.trimEnd().endsWith(`</${root}>`) && text.split(`<${root}`, 3).length === 2);
  return whole ? (kind ?? XML) : undefined;
}

/** The name of the first element behind declarations and comments. */
function rootOf(head: string): string | undefined {
  let at = 0;
  for (;;) {
    at += head.slice(at).search(/\S|$/);
    const [end] = [['<?', '?>'] as const, ['<!--', '-->'] as const, ['<!', '>'] as const].filter(([begin]) => head.startsWith(begin, at));
    if (!end) return /^<([A-Za-z][\w:.-]*)[\s/>]/.exec(head.slice(at))?.[1];
    const found = head.indexOf(end[1], at + end[0].length);
    if (found < 0) return undefined;
    at = found + end[1].length;
  }
}

/**
 * Without files that are not read here, which are named, as long as most are.
 *
 * @throws TandemError `bad-input` that says what they are and what to save instead
 */
export function withoutRefused(files: SourceFile[], report: ReportProblem): SourceFile[] {
  const refused = files.flatMap((file) => {
    const kind = refusalOf(file);
    return kind ? [{ file, kind }] : [];
  });
  if (refused.length === 0) return files;
  const [{ file, kind }] = refused;
  if (refused.length * 2 >= files.length) {
    const more = refused.length < files.length ? ' Or choose the other files without it.' : '';
    throw new TandemError('bad-input', `${file.name} is ${kind.what}, which cannot be read here. ${kind.advice}${more}`);
  }
  const names = someOf(refused.map((one) => `${one.file.name} (${one.kind.what})`));
  report(undefined, `${names}: cannot be read here; left out. ${kind.advice}`);
  const left = new Set(refused.map((one) => one.file));
  return files.filter((one) => !left.has(one));
}
