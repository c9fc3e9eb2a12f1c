import { screenConfig } from '../../tools/screen-config.ts';

export default screenConfig(import.meta.dirname);
