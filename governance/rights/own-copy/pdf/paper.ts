import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { type Language, sayMoment } from '../words/language.ts';
import { say } from '../words/say.ts';
import type { Told } from '../words/tell.ts';
import { breakable } from './breakable.ts';

const require = createRequire(import.meta.url);
/** Embedded, as a subset: Latin with every accent, Greek, Cyrillic, Arabic, syllabics of Inuktitut and Cree. */
const fonts = {
  regular: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
  bold: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'),
};

const ink = { text: '#1d2b2a', quiet: '#55625f', deep: '#0b4f4a', line: '#cfd8d5' };
const styles = {
  title: { font: 'bold', size: 20, color: ink.deep },
  lead: { font: 'bold', size: 12, color: ink.text },
  chapter: { font: 'bold', size: 14, color: ink.deep },
  section: { font: 'bold', size: 11, color: ink.text },
  name: { font: 'bold', size: 9.5, color: ink.text },
  body: { font: 'regular', size: 9.5, color: ink.text },
  quiet: { font: 'regular', size: 8.5, color: ink.quiet },
} as const;
type Style = keyof typeof styles;

const margin = 54;
const dateWidth = 74;
/** What must still fit under a heading, so that none stands alone at the foot of a page. */
const company = 70;

export interface PaperOptions {
  title: string;
  /** Whose record it is. */
  name: string;
  language: Language;
  made: Date;
}

/** A fact longer than that has a line of its own. */
const shortFact = 64;

/** A colon is parted neither from its label nor from the value. */
const labelled = (label: string, value: string, language: Language): string =>
  `${label}${language === 'fr' ? '\u00a0' : ''}:\u00a0${value}`;

/** Facts as they are set: short ones one after the other, long ones on their own line. */
function linesOf({ facts }: Told, language: Language): string[] {
  const lines: string[] = [];
  let open = false;
  for (const { label, value } of facts) {
    const words = labelled(label, value, language);
    const short = words.length <= shortFact && !value.includes('\n');
    if (short && open) lines.push(`${lines.pop()} · ${words}`);
    else lines.push(words);
    open = short;
  }
  return lines;
}

/** A font of pdfkit's keeps the layout of each word that was ever set with it: in a long record there is no end of them. */
interface KeepsLayouts {
  layoutCache?: Record<string, unknown>;
}

type Element = PDFKit.PDFStructureElement;

/** A document on which one writes downwards; what is written can be taken at once, so that it never is in memory whole. */
export interface Paper {
  heading(level: 1 | 2 | 3, text: string): void;
  paragraph(text: string, style?: 'body' | 'quiet' | 'lead'): void;
  /** Labels and values, one a line. */
  facts(facts: readonly { label: string; value: string }[]): void;
  /** One more line of the list under the last heading. */
  item(told: Told): void;
  /** The bytes that are ready. */
  take(): Buffer[];
  /** Ends the document; the bytes that were left. */
  finish(): AsyncIterable<Buffer>;
}

const headings = { 1: ['title', 'H1'], 2: ['chapter', 'H2'], 3: ['section', 'H3'] } as const;

/** Opens a tagged PDF (structure, language, title) in Letter format. */
export function openPaper({ title, name, language, made }: PaperOptions): Paper {
  const doc = new PDFDocument({
    ...{ size: 'LETTER', margin, autoFirstPage: false, pdfVersion: '1.7', tagged: true, displayTitle: true },
    lang: language === 'fr' ? 'fr-CA' : 'en-CA',
    info: { Title: `${title} – ${name}`, Author: 'Continuum', Creator: 'Continuum', CreationDate: made },
  });
  for (const [font, file] of Object.entries(fonts)) doc.registerFont(font, file);
  const used = new Set<KeepsLayouts>();
  let current: Style = 'body';
  let list: Element | undefined;
  let pages = 0;

  const set = (style: Style) => {
    const { font, size, color } = styles[style];
    current = style;
    doc.font(font).fontSize(size).fillColor(color);
    used.add((doc as unknown as { _font: KeepsLayouts })._font);
  };

  /** At the foot of each page: no part of the text, so an artifact. A text may be half-way: its style is put back. */
  const foot = () => {
    const { x, y } = doc;
    const was = current;
    pages++;
    doc.markContent('Artifact', { type: 'Pagination' });
    set('quiet');
    const words = `${name} · ${say('made', language, { at: sayMoment(made, language) })}`;
    const at = doc.page.height - margin + 16;
    const number = say('page', language, { page: String(pages) });
    doc.text(words, margin, at, { lineBreak: false });
    doc.text(number, doc.page.width - margin - doc.widthOfString(number), at, { lineBreak: false });
    doc.endMarkedContent();
    set(was);
    Object.assign(doc, { x, y });
  };
  doc.on('pageAdded', foot);
  doc.addPage();

  const root = doc.struct('Document');
  doc.addStructure(root);
  const width = () => doc.page.width - 2 * margin;
  const bottom = () => doc.page.height - margin;
  const room = (height: number) => {
    if (doc.y + height > bottom()) doc.addPage();
  };

  /** Attached, drawn, and let go. */
  const draw = (parent: Element, tag: string, content: () => void) => {
    const element = doc.struct(tag, {}, content);
    parent.add(element);
    element.end();
  };
  const closeList = () => {
    list?.end();
    list = undefined;
  };
  const write = (style: Style, text: string, x = margin) => {
    set(style);
    doc.text(breakable(text), x, doc.y, { width: width() - (x - margin), paragraphGap: 1 });
  };

  const sourceOf = ({ source }: Told): string[] =>
    source === undefined ? [] : [labelled(say('source', language), source, language)];

  const drawItem = (told: Told) => {
    const x = margin + dateWidth;
    const top = doc.y;
    set('body');
    doc.text(told.date ?? say('undated', language), margin, top, { width: dateWidth - 8, lineBreak: false });
    doc.y = top;
    write('name', told.title, x);
    for (const line of linesOf(told, language)) write('body', line, x);
    for (const line of sourceOf(told)) write('quiet', line, x);
  };

  /** How high an item is, as far as it matters: one that is longer than a page flows over. */
  const heightOf = (told: Told): number => {
    const options = { width: width() - dateWidth };
    const high = (style: Style) => (text: string) => {
      set(style);
      return doc.heightOfString(breakable(text), options) + 1;
    };
    const parts = [
      ...[told.title].map(high('name')),
      ...linesOf(told, language).map(high('body')),
      ...sourceOf(told).map(high('quiet')),
    ];
    return Math.min(
      parts.reduce((sum, part) => sum + part),
      240,
    );
  };

  const take = (): Buffer[] => {
    for (const font of used) font.layoutCache = Object.create(null);
    const bytes: Buffer[] = [];
    for (let part = doc.read() as Buffer | null; part !== null; part = doc.read() as Buffer | null)
      bytes.push(part);
    return bytes;
  };

  return {
    heading(level, text) {
      closeList();
      const [style, tag] = headings[level];
      room(company);
      if (level > 1) doc.y += level === 2 ? 14 : 8;
      draw(root, tag, () => write(style, text));
      doc.y += level === 3 ? 3 : 5;
    },
    paragraph(text, style = 'body') {
      closeList();
      draw(root, 'P', () => write(style, text));
      doc.y += 4;
    },
    facts(all) {
      closeList();
      const inset = 190;
      for (const { label, value } of all) {
        room(16);
        draw(root, 'P', () => {
          const top = doc.y;
          set('quiet');
          doc.text(breakable(label), margin, top + 1.2, { width: inset - 8 });
          const below = doc.y;
          doc.y = top;
          write('body', value, margin + inset);
          doc.y = Math.max(doc.y, below) + 2;
        });
      }
    },
    item(told) {
      room(heightOf(told));
      if (!list) {
        list = doc.struct('L');
        root.add(list);
      }
      const line = doc.struct('LI');
      list.add(line);
      draw(line, 'LBody', () => drawItem(told));
      line.end();
      doc.y += 6;
    },
    take,
    async *finish() {
      closeList();
      root.end();
      doc.end();
      yield* doc as unknown as AsyncIterable<Buffer>;
    },
  };
}
