export { AlertList } from './alert-list.tsx';
export { CaseFile } from './case-file.tsx';
export { CaseList } from './case-list.tsx';
export { ReportForm } from './report-form.tsx';
export { RuleList } from './rule-list.tsx';
export { WatchedList } from './watched-list.tsx';
