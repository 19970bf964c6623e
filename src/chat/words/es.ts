import type { Words } from './language.ts';

export const es: Words = {
  working: 'En ello…',
  done: 'Listo: {link}',
  cancel: 'Cancelar',
  edit: 'Editar',
  pick: '¿Cuál?',
  pickOne: 'Elegir {number}: {label}',
  editThisPicture: 'Editar esta imagen',
  describeObjects: 'Describir objetos',
  whatToChange: '¿Qué debe cambiar?',
  whatToChangeExample: 'pon el coche rojo y quita el árbol',
  whatIsInIt: '¿qué hay en la imagen?',
  noPictureThere:
    'En ese mensaje no hay ninguna imagen. Úsalo en un mensaje con una imagen PNG, JPEG o WebP.',
  replyWithPing:
    'No puedo leer una respuesta sin mención. Activa la @ de la respuesta, mencióname o usa /edit.',
  missingPermissions:
    'No puedo hacer eso en este canal: me falta {permissions}. Quien administra el servidor puede permitírmelo en Editar canal, Permisos.',
  answeringHere:
    'Respondo aquí porque en este canal me falta {permissions}. Sigue con los botones o con /edit.',
  leftOut: 'No enviado, demasiado grande: {names}.',
  formGone: 'Este formulario ha caducado. Pulsa el botón otra vez.',
  notAllowedDirect: 'Ya no puedo llegar a esa conversación. Empieza de nuevo con /imagine.',
  signIn: 'Sesión iniciada.',
  homePictures: 'Mis imágenes',
  homeSettings: 'Ajustes',
  homeDelete: 'Borrar mis datos',
  homeEmpty: 'Aún no hay nada pintado. Prueba: /imagine un gato en un sofá',
  inviteMe:
    'No estoy en este canal y no puedo responder aquí. Invítame con /invite @Limner y pregunta otra vez.',
};
