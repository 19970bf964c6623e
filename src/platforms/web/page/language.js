/** The language of the page: English as this file stands; the server writes it anew for every other one. */
export const language = 'en';

/** English → the page's language. */
export const words = {};
