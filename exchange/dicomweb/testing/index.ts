export { keepPicture, openPictures, type Pictures } from './pictures.ts';
export { type Shot, shoot } from './shoot.ts';
