import type { Translations } from '../language.ts';

/** What Discord, Slack and the web chat's server say around the bot's own words. */
export const fr: Translations = {
  'Done: {link}': 'Terminé : {link}',
  Cancel: 'Annuler',
  Edit: 'Modifier',
  'Which one?': 'Lequel ?',
  'Edit this picture': 'Modifier cette image',
  'What shall change?': 'Que faut-il changer ?',
  'make the car red and remove the tree': 'par exemple : make the car red and remove the tree',
  'what is in the picture?': 'qu’y a-t-il sur l’image ?',
  'There is no picture in that message. Use it on a message with a PNG, JPEG or WebP picture.':
    'Ce message ne contient pas d’image. Choisissez un message avec une image PNG, JPEG ou WebP.',
  'I cannot read a reply while its ping is off. Turn on the @ of the reply, mention me, or use /edit.':
    'Je ne peux pas lire une réponse sans mention. Activez le @ de la réponse, mentionnez-moi ou utilisez /edit.',
  'I may not do that in this channel: I am missing {permissions}. Somebody who manages the server can allow it for me under Channel settings, Permissions.':
    'Je n’en ai pas le droit dans ce salon : il me manque {permissions}. La personne qui gère le serveur peut me l’accorder dans Modifier le salon, Permissions.',
  'I answer here because I am missing {permissions} in this channel. Continue with the buttons or /edit.':
    'Je réponds ici car il me manque {permissions} dans ce salon. Continuez avec les boutons ou /edit.',
  'Left out, too large to send: {names}.': 'Non envoyé, trop volumineux : {names}.',
  'This form has expired. Press the button again.':
    'Ce formulaire a expiré. Appuyez de nouveau sur le bouton.',
  'My pictures': 'Mes images',
  Settings: 'Réglages',
  'Delete my data': 'Supprimer mes données',
  'Nothing painted yet. Try: /imagine a cat on a sofa':
    'Rien de peint pour l’instant. Essayez : /imagine a cat on a sofa',
  'I am not in this channel, so I cannot answer here. Invite me with /invite @Limner and ask again.':
    'Je ne suis pas dans ce canal et ne peux pas y répondre. Invitez-moi avec /invite @Limner, puis demandez à nouveau.',
  'Only you see this picture: {link}': 'Vous seul voyez cette image : {link}',
  'I cannot answer here: {reason}.': 'Je ne peux pas répondre ici : {reason}.',
  'Only where this mask is white (optional)': 'Seulement où ce masque est blanc (option)',
  'On this server I do not paint with {model}; there are {models}.':
    'Sur ce serveur, je ne peins pas avec {model} ; il y a {models}.',
  'Enlarged with a Lanczos filter: more pixels, no new detail.':
    'Agrandie avec un filtre de Lanczos : plus de pixels, pas de nouveaux détails.',
  '#{number} would have {width} × {height} pixels; I enlarge up to {most} on a side.':
    '#{number} aurait {width} × {height} pixels ; j’agrandis jusqu’à {most} par côté.',
  '#{number} would be too large to be sent here. Try a smaller factor.':
    '#{number} serait trop volumineuse pour être envoyée ici. Essayez un facteur plus petit.',
  'I cannot read "{line}". Write words and a number, for example: {example}.':
    'Je ne comprends pas « {line} ». Écrivez des mots et un nombre, par exemple : {example}.',
  '"{words}" can have a weight from {least} to {most}; I got {weight}.':
    '« {words} » peut avoir un poids de {least} à {most} ; j’ai reçu {weight}.',
  '#{number} has neither a prompt nor parts of an edit that could be weighed.':
    '#{number} n’a ni texte ni parties de modification à pondérer.',
  'Change them like this: /weights {example}.': 'Pour les changer : /weights {example}.',
  'With all weights at 0 there is nothing left to do.': 'Avec tous les poids à 0, il ne reste rien à faire.',
  Weights: 'Poids',
  'Weights of #{number}': 'Poids de #{number}',
  'One a line: 1 as it was, 1.5 more, 0.5 less': 'Un par ligne : 1 inchangé, 1.5 plus',
  Upscale: 'Agrandir',
  '#{parent} with {width} × {height} pixels': '#{parent} avec {width} × {height} pixels',
  'That mask is black all over: nothing may change then.':
    'Ce masque est entièrement noir : rien ne peut changer.',
  'Here there is no choice of models.': 'Ici, il n’y a pas de choix de modèles.',
  'There is no model {name} here; there are {models}.':
    'Il n’y a pas de modèle {name} ici ; il y a {models}.',
  'Models: all that I have': 'Modèles : tous ceux que j’ai',
  'Models: {models}': 'Modèles : {models}',
  '{name} cannot be fetched any more. Send it again.': '{name} n’est plus disponible. Envoyez-le de nouveau.',
  '{name} is too large: it has {size}, the limit is {limit}.':
    '{name} est trop volumineux : {size}, la limite est de {limit}.',
  'Discord says these files are too large together. Ask for a smaller picture.':
    'Discord dit que ces fichiers sont trop volumineux ensemble. Demandez une image plus petite.',
  'Slack did not give me "{name}" but its login page. Somebody who manages this app must add the scope files:read (OAuth & Permissions) and reinstall it.':
    'Slack m’a donné sa page de connexion au lieu de « {name} ». La personne qui gère cette application doit ajouter le scope files:read (OAuth & Permissions) et la réinstaller.',
  '"{name}" is not a picture that I can read. Send a PNG, JPEG, WebP or GIF.':
    '« {name} » n’est pas une image que je peux lire. Envoyez un PNG, JPEG, WebP ou GIF.',
  'A layout may have up to {size}.': 'Une disposition peut faire jusqu’à {size}.',
  'The page sent no whole layout. Load it again and try once more.':
    'La page n’a pas envoyé de disposition complète. Rechargez-la et réessayez.',
  'I do not know what #{number} shows, so I can enlarge it only without detail.':
    'Je ne sais pas ce que montre #{number} ; je peux seulement l’agrandir sans détail.',
  '#{number} × {factor}, with finer detail': '#{number} × {factor}, plus finement',
  'That did not work on the server; nothing you wrote is lost. The reason is in its log.':
    'Cela n’a pas marché sur le serveur ; rien de ce que vous avez écrit n’est perdu. La raison est dans son journal.',
  'There is nothing here.': 'Il n’y a rien ici.',
  'A title has 1 to 80 characters.': 'Un titre compte 1 à 80 caractères.',
  'That is too much for one message: its files may have up to {size} together.':
    'C’est trop pour un seul message : ses fichiers peuvent faire {size} en tout.',
  'The page sent something unknown: {problem}': 'La page a envoyé quelque chose d’inconnu : {problem}',
  'Open the page of the chat first, with cookies allowed.':
    'Ouvrez d’abord la page du chat, avec les cookies autorisés.',
  'That conversation is not there (any more).': 'Cette conversation n’est pas (ou plus) là.',
  '{count} files are too many; send up to {most} at once.':
    '{count} fichiers, c’est trop ; envoyez-en au plus {most} à la fois.',
  'Your picture {name}': 'Votre image {name}',
  'The message you answer is not there any more.': 'Le message auquel vous répondez n’est plus là.',
  'There is nothing in the message yet: write what to paint or what to change.':
    'Le message est encore vide : écrivez ce qu’il faut peindre ou changer.',
  'The message is too long: it has {count} characters, the limit is {most}.':
    'Le message est trop long : {count} caractères, la limite est de {most}.',
  'That button is not there any more; the message has changed meanwhile.':
    'Ce bouton n’est plus là ; le message a changé entre-temps.',
};
