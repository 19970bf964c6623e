import type { Translations } from '../language.ts';

/** What Discord, Slack and the web chat's server say around the bot's own words. */
export const es: Translations = {
  'Done: {link}': 'Listo: {link}',
  Cancel: 'Cancelar',
  Edit: 'Editar',
  'Which one?': '¿Cuál?',
  'Edit this picture': 'Editar esta imagen',
  'Describe objects': 'Describir objetos',
  'What shall change?': '¿Qué debe cambiar?',
  'make the car red and remove the tree': 'por ejemplo: make the car red and remove the tree',
  'what is in the picture?': '¿qué hay en la imagen?',
  'There is no picture in that message. Use it on a message with a PNG, JPEG or WebP picture.':
    'En ese mensaje no hay ninguna imagen. Úsalo en un mensaje con una imagen PNG, JPEG o WebP.',
  'I cannot read a reply while its ping is off. Turn on the @ of the reply, mention me, or use /edit.':
    'No puedo leer una respuesta sin mención. Activa la @ de la respuesta, mencióname o usa /edit.',
  'I may not do that in this channel: I am missing {permissions}. Somebody who manages the server can allow it for me under Channel settings, Permissions.':
    'No puedo hacer eso en este canal: me falta {permissions}. Quien administra el servidor puede permitírmelo en Editar canal, Permisos.',
  'I answer here because I am missing {permissions} in this channel. Continue with the buttons or /edit.':
    'Respondo aquí porque en este canal me falta {permissions}. Sigue con los botones o con /edit.',
  'Left out, too large to send: {names}.': 'No enviado, demasiado grande: {names}.',
  'This form has expired. Press the button again.': 'Este formulario ha caducado. Pulsa el botón otra vez.',
  'My pictures': 'Mis imágenes',
  Settings: 'Ajustes',
  'Delete my data': 'Borrar mis datos',
  'Nothing painted yet. Try: /imagine a cat on a sofa':
    'Aún no hay nada pintado. Prueba: /imagine a cat on a sofa',
  'I am not in this channel, so I cannot answer here. Invite me with /invite @Limner and ask again.':
    'No estoy en este canal y no puedo responder aquí. Invítame con /invite @Limner y pregunta otra vez.',
  'Only you see this picture: {link}': 'Solo tú ves esta imagen: {link}',
  'I cannot answer here: {reason}.': 'No puedo responder aquí: {reason}.',
  'Only where this mask is white (optional)': 'Solo donde la máscara es blanca (opcional)',
  'On this server I do not paint with {model}; there are {models}.':
    'En este servidor no pinto con {model}; hay {models}.',
  'Enlarged with a Lanczos filter: more pixels, no new detail.':
    'Agrandada con un filtro de Lanczos: más píxeles, ningún detalle nuevo.',
  '#{number} would have {width} × {height} pixels; I enlarge up to {most} on a side.':
    '#{number} tendría {width} × {height} píxeles; agrando hasta {most} por lado.',
  '#{number} would be too large to be sent here. Try a smaller factor.':
    '#{number} sería demasiado grande para enviarla aquí. Prueba un factor menor.',
  'I cannot read "{line}". Write words and a number, for example: {example}.':
    'No entiendo «{line}». Escribe palabras y un número, por ejemplo: {example}.',
  '"{words}" can have a weight from {least} to {most}; I got {weight}.':
    '«{words}» puede tener un peso de {least} a {most}; recibí {weight}.',
  '#{number} has neither a prompt nor parts of an edit that could be weighed.':
    '#{number} no tiene ni texto ni partes de un cambio que se puedan pesar.',
  'Change them like this: /weights {example}.': 'Se cambian así: /weights {example}.',
  'With all weights at 0 there is nothing left to do.': 'Con todos los pesos a 0 no queda nada que hacer.',
  Weights: 'Pesos',
  'Weights of #{number}': 'Pesos de #{number}',
  'One a line: 1 as it was, 1.5 more, 0.5 less': 'Uno por línea: 1 igual, 1.5 más, 0.5 menos',
  Upscale: 'Agrandar',
  '#{parent} with {width} × {height} pixels': '#{parent} con {width} × {height} píxeles',
  'That mask is black all over: nothing may change then.':
    'Esa máscara es toda negra: así nada puede cambiar.',
  'Here there is no choice of models.': 'Aquí no hay modelos para elegir.',
  'There is no model {name} here; there are {models}.': 'Aquí no hay un modelo {name}; hay {models}.',
  'Models: all that I have': 'Modelos: todos los que tengo',
  'Models: {models}': 'Modelos: {models}',
  '{name} cannot be fetched any more. Send it again.': '{name} ya no se puede descargar. Envíalo otra vez.',
  '{name} is too large: it has {size}, the limit is {limit}.':
    '{name} es demasiado grande: ocupa {size} y el límite es {limit}.',
  'Discord says these files are too large together. Ask for a smaller picture.':
    'Discord dice que estos archivos juntos son demasiado grandes. Pide una imagen menor.',
  'Slack did not give me "{name}" but its login page. Somebody who manages this app must add the scope files:read (OAuth & Permissions) and reinstall it.':
    'Slack no me dio «{name}», sino su página de acceso. Quien administra esta app debe añadir el scope files:read (OAuth & Permissions) y reinstalarla.',
  '"{name}" is not a picture that I can read. Send a PNG, JPEG, WebP or GIF.':
    '«{name}» no es una imagen que pueda leer. Envía un PNG, JPEG, WebP o GIF.',
  'I do not know what #{number} shows, so I can enlarge it only without detail.':
    'No sé qué muestra #{number}; solo puedo agrandarla sin detalle.',
  '#{number} × {factor}, with finer detail': '#{number} × {factor}, con más detalle',
  'A layout may have up to {size}.': 'Una disposición puede ocupar hasta {size}.',
  'The page sent no whole layout. Load it again and try once more.':
    'La página no envió una disposición completa. Recárgala e inténtalo otra vez.',
  'That did not work on the server; nothing you wrote is lost. The reason is in its log.':
    'Eso no funcionó en el servidor; nada de lo que escribiste se ha perdido. El motivo está en su registro.',
  'There is nothing here.': 'Aquí no hay nada.',
  'A title has 1 to 80 characters.': 'Un título tiene de 1 a 80 caracteres.',
  'That is too much for one message: its files may have up to {size} together.':
    'Es demasiado para un mensaje: sus archivos pueden ocupar {size} en total.',
  'The page sent something unknown: {problem}': 'La página envió algo desconocido: {problem}',
  'Open the page of the chat first, with cookies allowed.':
    'Abre primero la página del chat, con las cookies permitidas.',
  'That conversation is not there (any more).': 'Esa conversación no está (o ya no).',
  '{count} files are too many; send up to {most} at once.':
    '{count} archivos son demasiados; envía hasta {most} a la vez.',
  'Your picture {name}': 'Tu imagen {name}',
  'The message you answer is not there any more.': 'El mensaje al que respondes ya no está.',
  'There is nothing in the message yet: write what to paint or what to change.':
    'El mensaje aún está vacío: escribe qué pintar o qué cambiar.',
  'The message is too long: it has {count} characters, the limit is {most}.':
    'El mensaje es demasiado largo: {count} caracteres; el límite es {most}.',
  'That button is not there any more; the message has changed meanwhile.':
    'Ese botón ya no está; el mensaje ha cambiado mientras tanto.',
};
