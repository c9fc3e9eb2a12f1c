export {
  ageOf,
  formatAgo,
  formatDate,
  formatDateTime,
  formatDecimal,
  formatNam,
  formatName,
  formatNumber,
  formatQuantity,
  formatTime,
  formatUnit,
  monthsOf,
  type Name,
  type Quantity,
} from './format.ts';
export { changeLanguage, currentLanguage, type Language, localeOf } from './language.ts';
export { defineTexts, type Say, type Texts, useLanguage, useText, type Values } from './texts.ts';
export { useFormat } from './use-format.ts';
