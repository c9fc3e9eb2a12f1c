export { MyRemoteAccess } from './my-remote-access.tsx';
export { RemoteRegister } from './register.tsx';
export { RemoteDoor } from './remote-door.tsx';
