import type { Words } from './language.ts';

export const fr: Words = {
  working: 'Je m’en occupe…',
  done: 'Terminé : {link}',
  cancel: 'Annuler',
  edit: 'Modifier',
  pick: 'Lequel ?',
  pickOne: 'Choisir {number} : {label}',
  editThisPicture: 'Modifier cette image',
  describeObjects: 'Décrire les objets',
  whatToChange: 'Que faut-il changer ?',
  whatToChangeExample: 'mets la voiture en rouge et enlève l’arbre',
  whatIsInIt: 'qu’y a-t-il sur l’image ?',
  noPictureThere:
    'Ce message ne contient pas d’image. Choisissez un message avec une image PNG, JPEG ou WebP.',
  replyWithPing:
    'Je ne peux pas lire une réponse sans mention. Activez le @ de la réponse, mentionnez-moi ou utilisez /edit.',
  missingPermissions:
    'Je n’en ai pas le droit dans ce salon : il me manque {permissions}. La personne qui gère le serveur peut me l’accorder dans Modifier le salon, Permissions.',
  answeringHere:
    'Je réponds ici car il me manque {permissions} dans ce salon. Continuez avec les boutons ou /edit.',
  leftOut: 'Non envoyé, trop volumineux : {names}.',
  formGone: 'Ce formulaire a expiré. Appuyez de nouveau sur le bouton.',
  notAllowedDirect: 'Je ne peux plus joindre cette conversation. Recommencez avec /imagine.',
  signIn: 'Connecté.',
  homePictures: 'Mes images',
  homeSettings: 'Réglages',
  homeDelete: 'Supprimer mes données',
  homeEmpty: 'Rien de peint pour l’instant. Essayez : /imagine un chat sur un canapé',
  inviteMe:
    'Je ne suis pas dans ce canal et ne peux pas y répondre. Invitez-moi avec /invite @Limner, puis demandez à nouveau.',
};
