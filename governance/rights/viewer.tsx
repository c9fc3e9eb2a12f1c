export { CorrectionNotice } from './request/correction-notice.tsx';
