export { HomeKit } from './kit/home-kit.tsx';
export { MyRemoteAccess } from './my-remote-access.tsx';
export { RemoteDoor } from './remote-door.tsx';
