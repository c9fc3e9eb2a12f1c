// Shows notices while the Carnet is closed, and opens it. It keeps nothing, and answers no request of a page.

/** Pages that a notice may open: nothing of what is sent is an address. */
const pages = { accesses: '/carnet/acces', requests: '/carnet/demandes', choices: '/carnet/choix' };

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('push', event => {
  const { body, language, page } = event.data.json();
  const shown = { body, lang: language, icon: '/carnet/mark.svg', tag: page, data: { page } };
  event.waitUntil(self.registration.showNotification('Continuum', shown));
});

self.addEventListener('notificationclick', event => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(pages[event.notification.data.page] ?? pages.accesses));
});
