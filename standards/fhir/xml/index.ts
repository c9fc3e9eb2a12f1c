export { parseXml, XmlError } from './from-xml.ts';
export { formatXml } from './to-xml.ts';
