// The library refuses to load before this one: everything here takes it from this file.
import 'reflect-metadata';

export * from '@peculiar/x509';
