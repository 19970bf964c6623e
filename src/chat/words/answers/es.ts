import type { Translations } from '../language.ts';

/** What the chat and the commands say. */
export const es: Translations = {
  'Picture #{number}': 'Imagen #{number}',
  '#{number} is a photo; there is nothing to do again.': '#{number} es una foto; no hay nada que repetir.',
  'again: {plan}': 'otra vez: {plan}',
  'That edit had {count} {count|one:part|other:parts}; there is no number {number}.':
    'Ese cambio tenía {count} {count|one:parte|other:partes}; no hay número {number}.',
  'Only an edit can be stronger or weaker. For another picture of the same words: /variation.':
    'Solo un cambio puede ser más fuerte o más débil. Para otra imagen con las mismas palabras: /variation.',
  'That is being painted for somebody else; only they can stop it.':
    'Eso se está pintando para otra persona; solo ella puede detenerlo.',
  'Nothing is being painted for you right now.': 'Ahora mismo no se está pintando nada para ti.',
  'Stopped.': 'Detenido.',
  'Stopped {count} pictures.': '{count} imágenes detenidas.',
  'There is no picture to look at yet.': 'Todavía no hay ninguna imagen que mirar.',
  'Looking at what is in it': 'Mirando qué hay en ella',
  'Looking for {words}': 'Buscando dónde está {words}',
  'Say what to change in it.': 'Di qué hay que cambiar en ella.',
  'Say what to change, for example: /edit make the cat blue.':
    'Di qué hay que cambiar, por ejemplo: /edit make the cat blue.',
  'There is no picture to change yet.': 'Todavía no hay ninguna imagen que cambiar.',
  'Say the number of the picture: go back to #2.': 'Di el número de la imagen: go back to #2.',
  'Now at {line}': 'Ahora en {line}',
  'I paint pictures, and repaint exactly what you ask for. All of it runs on this machine.':
    'Pinto imágenes y repinto exactamente lo que pides. Todo funciona en este equipo.',
  'Start: /imagine a cat and a dog on grass, or send a photo.':
    'Para empezar: /imagine a cat and a dog on grass, o envía una foto.',
  'Then say, or reply to any picture: replace the cat with a horse and make the dog blue':
    'Luego di, o responde a cualquier imagen: replace the cat with a horse and make the dog blue',
  'Also: undo, redo, go back to #2, stronger, weaker, only the first, variation, what is in it?':
    'También: undo, redo, go back to #2, stronger, weaker, only the first, variation, what is in it?',
  'Nothing has been painted here yet. Start with /imagine a cat on grass.':
    'Aquí aún no se ha pintado nada. Empieza con /imagine a cat on grass.',
  '({count} older)': '({count} más antiguas)',
  'Say "go back to #{number}" to work on from there.': 'Di «go back to #{number}» para seguir desde ahí.',
  'Contact sheet: {pictures}': 'Hoja de contactos: {pictures}',
  'Go to #{number}': 'Ir a #{number}',
  '← here': '← aquí',
  '#{number} from #{parent}': '#{number} de #{parent}',
  '"{prompt}" ({index} of {count})': '«{prompt}» ({index} de {count})',
  '{number}, {width} × {height} pixels': '{number}, {width} × {height} píxeles',
  '{number} from #{parent}, {width} × {height} pixels': '{number} de #{parent}, {width} × {height} píxeles',
  'said: {said}': 'dicho: {said}',
  'shows: {caption}': 'muestra: {caption}',
  'of the model': 'del modelo',
  'model {model}, {method}, sampler {sampler}': 'modelo {model}, {method}, muestreador {sampler}',
  'seed {seed}, {steps} steps, guidance {guidance}': 'semilla {seed}, pasos: {steps}, guía {guidance}',
  default: 'por defecto',
  'changed {share} of the picture, {count} {count|one:mask|other:masks}, {time}':
    '{share} de la imagen cambiado, {count} {count|one:máscara|other:máscaras}, {time}',
  'layout: {regions}': 'disposición: {regions}',
  'Say what is where: /layout a cat on the left and a house on the right. Or paint it: /painter.':
    'Di qué va dónde: /layout a cat on the left and a house on the right. O píntalo: /painter.',
  'The layout painter is a page of my web chat, and I do not know where your browser finds that. Whoever runs me sets PUBLIC_URL (see .env.example). Until then say it in words: /layout a cat on the left and a house on the right.':
    'El pintor de disposiciones es una página de mi chat web y no sé dónde la encuentra tu navegador. Quien me administra debe definir PUBLIC_URL (ver .env.example). Mientras tanto, dilo con palabras: /layout a cat on the left and a house on the right.',
  'Paint the layout in your browser. The link is for you alone: it opens within 15 minutes and is good for one layout.':
    'Pinta la disposición en tu navegador. El enlace es solo para ti: se abre durante 15 minutos y sirve para una disposición.',
  'Open the painter': 'Abrir el pintor',
  'All right, then I change nothing.': 'De acuerdo, entonces no cambio nada.',
  'There is no open question; it may have been answered already.':
    'No hay ninguna pregunta abierta; quizá ya se respondió.',
  'That question is for the person whose edit it is.': 'Esa pregunta es para la persona que pidió el cambio.',
  'That is the one I took.': 'Ese es el que tomé.',
  'Which one do you mean? Say a number from 1 to {most}.':
    '¿Cuál quieres decir? Di un número del 1 al {most}.',
  'That is painted already, or was stopped. Under the picture you can still change its plan.':
    'Eso ya está pintado o se detuvo. Debajo de la imagen aún puedes cambiar su plan.',
  'That plan is for the person whose edit it is.': 'Ese plan es de la persona que pidió el cambio.',
  'Reply to this with the plan as it shall be, one part a line. Now it is:\n{plan}':
    'Responde a esto con el plan que quieras, una parte por línea. Ahora es:\n{plan}',
  'Nothing in this plan can be stronger or weaker.': 'Nada en este plan puede ser más fuerte o más débil.',
  'Deleted: {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations}, your settings, jobs and open questions.':
    'Borrado: {pictures} {pictures|one:imagen|other:imágenes} en {conversations} {conversations|one:conversación|other:conversaciones}, tus ajustes, trabajos y preguntas abiertas.',
  'Of you I keep {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations}, with what you said and how each was made. Nothing leaves this machine.':
    'De ti guardo {pictures} {pictures|one:imagen|other:imágenes} en {conversations} {conversations|one:conversación|other:conversaciones}, con lo que dijiste y cómo se hizo cada una. Nada sale de este equipo.',
  Export: 'Exportar',
  'That deletes {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations} for good. Press once more if you mean it.':
    'Eso borra {pictures} {pictures|one:imagen|other:imágenes} en {conversations} {conversations|one:conversación|other:conversaciones} para siempre. Pulsa otra vez si es lo que quieres.',
  '{method}: its own pixels, no model painted': '{method}: sus propios píxeles, ningún modelo ha pintado',
  'Delete everything': 'Borrar todo',
  'No language model is set up: OLLAMA_HOST names no server, so the rules plan.':
    'No hay ningún modelo de lenguaje: OLLAMA_HOST no indica ningún servidor, así que planifican las reglas.',
  'Only those who manage this place may download models.':
    'Solo quienes administran este lugar pueden descargar modelos.',
  'Downloading {model}; the rules plan meanwhile.':
    'Descargando {model}; mientras tanto planifican las reglas.',
  waiting: 'en espera',
  '✓ {model} is here and plans from now on.': '✓ {model} ya está y planifica desde ahora.',
  'Again {line}': 'Otra vez {line}',
  'There are no rules in a direct conversation. Use this on a server.':
    'En una conversación directa no hay reglas. Úsalo en un servidor.',
  'Only somebody who manages this server can see and set its rules.':
    'Solo quien administra este servidor puede ver y fijar sus reglas.',
  'Name the role with @, so that I see which one is meant; I got "{words}".':
    'Nombra el rol con @, para que vea cuál es; recibí «{words}».',
  'I work: everywhere but {channels}': 'Trabajo: en todas partes menos en {channels}',
  'I work: everywhere': 'Trabajo: en todas partes',
  'I work: only in {channels}': 'Trabajo: solo en {channels}',
  'For: {roles}': 'Para: {roles}',
  'For: everybody': 'Para: todos',
  'Steps: as many as I can': 'Pasos: tantos como pueda',
  'Steps: at most {steps}': 'Pasos: como mucho {steps}',
  'Words about naked people and violence: {where}': 'Palabras sobre desnudez y violencia: {where}',
  'Only somebody who manages this place can set that for everybody.':
    'Solo quien administra este lugar puede fijarlo para todos.',
  'You can set: {names}.': 'Puedes ajustar: {names}.',
  'Everything is as the model card says.': 'Todo está como dice la ficha del modelo.',
  'I answer you in {language}.': 'Te respondo en {language}.',
  'Change it like this: /settings steps:30 size:512x512. Back to the defaults: /settings reset:yes.':
    'Se cambia así: /settings steps:30 size:512x512. Volver a los valores por defecto: /settings reset:yes.',
  'Moving by copy: the object is cut out and put elsewhere; no other pixel changes.':
    'Mover con copy: el objeto se recorta y se pone en otro sitio; ningún otro píxel cambia.',
  'Moving by copy-repaint: like copy, and the model repaints the ground where the thing stood. Slower; better on clouds and textures, worse on plain ground.':
    'Mover con copy-repaint: como copy, y el modelo repinta el fondo donde estaba la cosa. Más lento; mejor en nubes y texturas, peor en fondos lisos.',
  'Moving by palaev: the picture is painted again and pulled by gradients, as in the paper. Slower, not exact; only for pictures painted from words.':
    'Mover con palaev: la imagen se repinta y se guía con gradientes, como en el artículo. Más lento, no exacto; solo para imágenes pintadas a partir de palabras.',
  'Moving by palaev-plus: like palaev, and the object keeps its looks and its old place is emptied. Slower, not exact; only for pictures painted from words.':
    'Mover con palaev-plus: como palaev, y el objeto conserva su aspecto y su sitio anterior queda vacío. Más lento, no exacto; solo para imágenes pintadas a partir de palabras.',
  'Back at {line}': 'De vuelta en {line}',
  'The picture this was about is not kept any more.': 'La imagen de la que se trataba ya no se conserva.',
  'Which one? Press a number. ("{said}")': '¿Cuál? Pulsa un número. («{said}»)',
  'The picture with numbers: {objects}': 'La imagen con números: {objects}',
  'Something went wrong (job {id}). Try again; if it stays, tell who runs me this number.':
    'Algo salió mal (trabajo {id}). Inténtalo de nuevo; si sigue igual, dale este número a quien me administra.',
  'That button is not mine, or not from this conversation.':
    'Ese botón no es mío o no es de esta conversación.',
  'Those who manage this place do not want me here. Use me in another channel, or in a direct message.':
    'Quienes administran este lugar no me quieren aquí. Úsame en otro canal o en un mensaje directo.',
  'You need another role to use me on this server. Ask those who manage it.':
    'Necesitas otro rol para usarme en este servidor. Pregunta a quienes lo administran.',
  'On this server a picture takes at most {most} steps; you asked for {steps}.':
    'En este servidor una imagen lleva como mucho {most} pasos; pediste {steps}.',
  'I do not paint "{word}" here; not on this server.': 'No pinto «{word}» aquí; no en este servidor.',
  'I do not paint "{word}" here; only in channels that are marked as age-restricted.':
    'No pinto «{word}» aquí; solo en canales con restricción de edad.',
  '{kilobytes} kB': '{kilobytes} kB',
  '{megabytes} MB': '{megabytes} MB',
  '{name} is too large to be sent here: it has {size}, the limit is {limit}. Ask for a smaller picture.':
    '{name} es demasiado grande para enviarlo aquí: ocupa {size} y el límite es {limit}. Pide una imagen más pequeña.',
  '{count} × {object}': '{count} × {object}',
  'an {object}': '{object}',
  'a {object}': '{object}',
  'I see {objects}.': 'Veo: {objects}.',
  'Where I look for {words}: the more orange, the more closely.':
    'Dónde busco {words}: cuanto más naranja, más miro ahí.',
  'I recognise nothing in this picture.': 'No reconozco nada en esta imagen.',
  'Picture #{number}, the more orange the more I look there for "{word}"':
    'Imagen #{number}; cuanto más naranja, más busco ahí «{word}»',
  'Download {model}': 'Descargar {model}',
  'Planned anew: {line}': 'Plan nuevo: {line}',
  'Cancelled: {line}': 'Cancelado: {line}',
  'loading the model': 'cargando el modelo',
  'reading the words': 'leyendo las palabras',
  'looking at the picture': 'mirando la imagen',
  painting: 'pintando',
  finishing: 'terminando',
  'looking for objects': 'buscando objetos',
  'waiting, next in line': 'en espera, el siguiente',
  'waiting, {position} in line': 'en espera, puesto {position}',
  'step {step} of {count}': 'paso {step} de {count}',
  'Preview, {label}': 'Vista previa, {label}',
  'Every region of a layout needs a colour (#rrggbb) and words; at most 12 regions.':
    'Cada región de una disposición necesita un color (#rrggbb) y palabras; 12 regiones como mucho.',
  'Nothing is painted in the colour of "{words}".': 'No hay nada pintado con el color de «{words}».',
  'The painting has {colours} colours for {phrases} phrases.':
    'La pintura tiene {colours} colores para {phrases} frases.',
  'That link is not mine. Ask for a new one: /painter.': 'Ese enlace no es mío. Pide uno nuevo: /painter.',
  'That link is too old. Ask for a new one: /painter.': 'Ese enlace ha caducado. Pide uno nuevo: /painter.',
  'That link was used before. Ask for a new one: /painter.':
    'Ese enlace ya se usó. Pide uno nuevo: /painter.',
  'Edit…': 'Editar…',
  'Edit #{number}': 'Editar #{number}',
  'Edit the plan': 'Editar el plan',
  'The plan of #{number}': 'El plan de #{number}',
  'One part a line, done on #{number}': 'Una parte por línea, sobre #{number}',
  '{seconds} s': '{seconds} s',
  '{minutes} min {seconds} s': '{minutes} min {seconds} s',
  'less than 1 %': 'menos del 1 %',
  '{percent} %': '{percent} %',
  'your picture': 'tu imagen',
  'seed {seed}': 'semilla {seed}',
  'changed {share} of the picture': '{share} de la imagen cambiado',
  'Mask: where I looked for "{instruction}"': 'Máscara: dónde busqué «{instruction}»',
  'Mask: where I looked for "{instruction}", {share} of the picture':
    'Máscara: dónde busqué «{instruction}», {share} de la imagen',
  Undo: 'Deshacer',
  Variation: 'Variación',
  Stronger: 'Más fuerte',
  Weaker: 'Más débil',
  Redo: 'Rehacer',
  Info: 'Info',
  'A size is width x height, each a multiple of {multiple} up to {largest}, for example 512x512; I got "{words}".':
    'Un tamaño es ancho x alto, cada uno múltiplo de {multiple} hasta {largest}, por ejemplo 512x512; recibí «{words}».',
  'at the top left': 'arriba a la izquierda',
  'at the top': 'arriba',
  'at the top right': 'arriba a la derecha',
  'on the left': 'a la izquierda',
  'in the middle': 'en el centro',
  'on the right': 'a la derecha',
  'at the bottom left': 'abajo a la izquierda',
  'at the bottom': 'abajo',
  'at the bottom right': 'abajo a la derecha',
  '{line} — planned by {planner}': '{line} — planificado por: {planner}',
  '{line} — planned by {planner}, because {reason}': '{line} — planificado por: {planner}, porque: {reason}',
  'There is no picture here yet. Paint one first, for example /imagine a cat and a dog on grass, or send a photo.':
    'Aquí aún no hay ninguna imagen. Pinta una primero, por ejemplo /imagine a cat and a dog on grass, o envía una foto.',
  'Say one number, or "all": things are moved one by one.':
    'Di un número, o «all»: las cosas se mueven de una en una.',
  'That was a lot at once. Give me {seconds} s, then go on.':
    'Eso fue mucho de golpe. Dame {seconds} s y luego sigue.',
  'Without {number}': 'Sin {number}',
  'In other words…': 'Con otras palabras…',
  'The plan': 'El plan',
  'One part a line': 'Una parte por línea',
  'There is nothing in that message. Say what to change, for example: make the cat blue.':
    'Ese mensaje está vacío. Di qué hay que cambiar, por ejemplo: make the cat blue.',
  'That has {count} characters; I read up to {most}. Say it shorter.':
    'Son {count} caracteres; leo hasta {most}. Dilo más corto.',
  '/{command} needs "{option}", for example: /{command} {example}':
    '/{command} necesita «{option}», por ejemplo: /{command} {example}',
  'There is no command /{typed}. Did you mean /{near}? /help lists what there is.':
    'No existe el comando /{typed}. ¿Querías decir /{near}? /help muestra los que hay.',
  'There is no command /{typed}. /help lists what there is.':
    'No existe el comando /{typed}. /help muestra los que hay.',
  '/{command} has no option --{typed}. It has {names}.':
    '/{command} no tiene la opción --{typed}. Tiene {names}.',
  '/{command} has no option --{typed}. It has none.':
    '/{command} no tiene la opción --{typed}. No tiene ninguna.',
  nothing: 'nada',
  '/{command} does not know what to do with "{words}".': '/{command} no sabe qué hacer con «{words}».',
  words: 'palabras',
  'a whole number': 'un número entero',
  'a number': 'un número',
  'yes or no': 'sí (yes) o no',
  'a picture': 'una imagen',
  'from {least}': 'desde {least}',
  'up to {most}': 'hasta {most}',
  '/{command}: "{option}" takes {expected}; I got {got}.':
    '/{command}: «{option}» espera {expected}; recibí {got}.',
  'one of {choices}': 'uno de {choices}',
  'Nothing came out differently. Say it in other words, or try "stronger".':
    'No cambió nada. Dilo con otras palabras o prueba «stronger».',
  '{change} ({where})': '{change} ({where})',
  'Changed: {changes}.': 'Cambiado: {changes}.',
  'Kept as it was: {things}.': 'Sin cambios: {things}.',
  '{word}: {share} % of the attention, most {x} % across and {y} % down; the warm part is {area} % of the picture, from {left} to {right} % across and {top} to {bottom} % down.':
    '{word}: {share} % de la atención, sobre todo al {x} % del ancho y {y} % del alto; la parte cálida es el {area} % de la imagen, del {left} al {right} % del ancho y del {top} al {bottom} % del alto.',
  'There is no picture to draw again yet. Paint or send one first.':
    'Aún no hay ninguna imagen que dibujar de nuevo. Pinta o envía una primero.',
  'There is no picture to reword yet. Paint or send one first.':
    'Aún no hay ninguna imagen que reformular. Pinta o envía una primero.',
  'To be seen: {objects}': 'Se ve: {objects}',
  '• {object} {where}, {share} of the picture': '• {object}, {where}, {share} de la imagen',
  'Changed: {changes}': 'Cambiado: {changes}',
};
