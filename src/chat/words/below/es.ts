import type { Translations } from '../language.ts';

/** What everything under the chat says: planning, jobs, sessions, engine, models, pictures. */
export const es: Translations = {
  'There is no learned word "{name}" here. There is: {names}.':
    'Aquí no hay ninguna palabra aprendida «{name}». Hay: {names}.',
  'There is no learned word "{name}" here: they go to embeddings/ in the folder of the models.':
    'Aquí no hay ninguna palabra aprendida «{name}»: van en embeddings/ de la carpeta de modelos.',
  'I cannot tell where to do this: "{instruction}". Name a thing that is in the picture, or draw a mask.':
    'No sé dónde hacer esto: «{instruction}». Nombra algo que esté en la imagen o dibuja una máscara.',
  '{model} fills places and cannot change how a whole picture looks. Name a thing in it, draw a mask, or set EDIT_MODEL to an InstructPix2Pix checkpoint.':
    '{model} rellena zonas y no puede cambiar el aspecto de toda una imagen. Nombra algo que haya en ella, dibuja una máscara o pon en EDIT_MODEL un modelo InstructPix2Pix.',
  'There is no picture to change yet. Say /imagine first, or drop in a photo.':
    'Todavía no hay ninguna imagen que cambiar. Di primero /imagine o envía una foto.',
  'That is too long for this: {pieces} word pieces, and edits, layouts and changed words read {most}. Say it shorter, or in two messages.':
    'Es demasiado largo para esto: {pieces} fragmentos; los cambios, disposiciones y palabras cambiadas leen {most}. Dilo más corto o en dos mensajes.',
  'That is too long for the model: {pieces} word pieces, it reads {most}. Say it shorter, or in two messages.':
    'Es demasiado largo para el modelo: {pieces} fragmentos y lee {most}. Dilo más corto o en dos mensajes.',
  'The learned word {name} was made for another kind of model than {model}: its vectors have {has} numbers, here they need {needs}.':
    'La palabra aprendida {name} se hizo para otro tipo de modelo que {model}: sus vectores tienen {has} números y aquí hacen falta {needs}.',
  'The LoRA {name} was made for another kind of model than {checkpoint}: {count} of its {layers} layers do not fit, for example {problems}.':
    'La LoRA {name} se hizo para otro tipo de modelo que {checkpoint}: {count} de sus {layers} capas no encajan, por ejemplo {problems}.',
  'The text encoder has {layers} layers to leave out, not {asked}.':
    'El codificador de texto tiene {layers} capas que omitir, no {asked}.',
  'The {name} stays inside the picture: I moved it as far as the edge.':
    '{name} se queda dentro de la imagen: lo moví hasta el borde.',
  'I do not know how to do that yet ({kind}).': 'Todavía no sé hacer eso ({kind}).',
  '{model} edits pictures and cannot paint one from words. Set IMAGE_MODEL to a text-to-image checkpoint.':
    '{model} edita imágenes y no puede pintar una a partir de palabras. Pon en IMAGE_MODEL un modelo de texto a imagen.',
  '{model} paints in steps of {step} pixels: {width}×{height} does not fit.':
    '{model} pinta en pasos de {step} píxeles: {width}×{height} no encaja.',
  'There is no picture to look at yet. Say /imagine first, or drop in a photo.':
    'Todavía no hay ninguna imagen que mirar. Di primero /imagine o envía una foto.',
  'I do not find {words} in it.': 'No encuentro {words} en ella.',
  'I have no detector to look with. Put one into the models folder and set DETECTOR_MODEL to its name.':
    'No tengo detector con el que buscar. Pon uno en la carpeta de modelos y su nombre en DETECTOR_MODEL.',
  '{model} cannot follow instructions. Set EDIT_MODEL to an InstructPix2Pix checkpoint.':
    '{model} no puede seguir instrucciones. Pon en EDIT_MODEL un modelo InstructPix2Pix.',
  '"{words}" must stand in the whole text, word for word: "{prompt}".':
    '«{words}» debe estar en el texto completo, palabra por palabra: «{prompt}».',
  'I see only one {name} in the picture.': 'Solo veo uno en la imagen: {name}.',
  'I see only {count} of the kind "{name}" in the picture.': 'En la imagen solo veo {count} × {name}.',
  'There is no {name} in the picture; I see {labels}.': 'En la imagen no hay: {name}. Veo: {labels}.',
  '{count} LoRAs at once are too many; {most} can be mixed.':
    '{count} LoRA a la vez son demasiadas; se pueden mezclar {most}.',
  'There is no LoRA "{name}" here. There is: {names}.': 'Aquí no hay ninguna LoRA «{name}». Hay: {names}.',
  'There is no LoRA "{name}" here. There is none: they go to loras/ in the folder of the models.':
    'Aquí no hay ninguna LoRA «{name}». No hay ninguna: van en loras/ de la carpeta de modelos.',
  'There is not enough memory to load {name}. {hint}': 'No hay memoria suficiente para cargar {name}. {hint}',
  'Close other programs, or take a smaller model.': 'Cierra otros programas o usa un modelo más pequeño.',
  '{width}×{height} takes half of it and should fit.': '{width}×{height} ocupa la mitad y debería caber.',
  'There is not enough memory for {width}×{height} pixels with {name}, not even in pieces. {advice}':
    'No hay memoria suficiente para {width}×{height} píxeles con {name}, ni siquiera por partes. {advice}',
  'I have no segmenter to outline things with (SAM_MODEL), so the masks are cut to the boxes of the detector.':
    'No tengo segmentador para perfilar las cosas (SAM_MODEL), así que las máscaras siguen los recuadros del detector.',
  'Gradients only move things, so I did this ({operation}) by copying.':
    'Los gradientes solo mueven cosas, así que hice esto ({operation}) copiando.',
  'Gradients move one thing at a time, so I moved these by copying.':
    'Los gradientes mueven una cosa a la vez, así que moví estas copiando.',
  'This picture was not painted from words, so I moved the object by copying, not by gradients.':
    'Esta imagen no se pintó a partir de palabras, así que moví el objeto copiando, no con gradientes.',
  'The words that the picture was painted from do not name the {name}, so I moved it by copying.':
    'Las palabras con las que se pintó la imagen no nombran «{name}», así que lo moví copiando.',
  'I need a detector to move things. Put one into the models folder and set DETECTOR_MODEL to its name.':
    'Necesito un detector para mover cosas. Pon uno en la carpeta de modelos y su nombre en DETECTOR_MODEL.',
  'I see only one {name}; a swap needs two things.':
    'Solo veo uno ({name}); para intercambiar hacen falta dos cosas.',
  'I do not find {words} in the picture.': 'No encuentro esto en la imagen: {words}.',
  '"{prompt}" only says what shall be absent: give one part a weight above zero.':
    '«{prompt}» solo dice qué debe faltar: da a una parte un peso mayor que cero.',
  '{model} paints only {width} × {height} pixels well, so it has no finer detail to give. Enlarge without detail.':
    '{model} solo pinta bien {width} × {height} píxeles y no tiene más detalle que dar. Agranda sin detalle.',
  'There is no picture to draw again yet. Say /imagine first, or drop in a photo.':
    'Todavía no hay ninguna imagen que redibujar. Di primero /imagine o envía una foto.',
  'I could not tell where "{where}" is (the mask covers {share} % of the picture), so the whole picture may have changed.':
    'No pude saber dónde está «{where}» (la máscara cubre el {share} % de la imagen), así que puede haber cambiado toda la imagen.',
  'The change for "{where}" came out elsewhere than I looked for it, so I kept the whole edit.':
    'El cambio de «{where}» salió en otro sitio del que busqué, así que conservé todo el cambio.',
  'I need words for what the picture shows before I can change them: /reword from:"a cat on grass" to:"a tiger on grass".':
    'Necesito palabras para lo que muestra la imagen antes de poder cambiarlas: /reword from:"a cat on grass" to:"a tiger on grass".',
  'There is no inversion "{name}"; I know {names}.': 'No existe la inversión «{name}»; conozco {names}.',
  'The picture has {size} MB; I take up to {most} MB.': 'La imagen ocupa {size} MB; acepto hasta {most} MB.',
  'The picture has {width} × {height} pixels; I take up to {most} million, for example {side} × {side}.':
    'La imagen tiene {width} × {height} píxeles; acepto hasta {most} millones, por ejemplo {side} × {side}.',
  'The animation has {frames} frames; I take up to {most} and use the first one.':
    'La animación tiene {frames} fotogramas; acepto hasta {most} y uso el primero.',
  'The picture has only {width} × {height} pixels; each side needs at least {least}.':
    'La imagen solo tiene {width} × {height} píxeles; cada lado necesita al menos {least}.',
  'I do not open SVG drawings; save it as PNG and send that.':
    'No abro dibujos SVG; guárdalo como PNG y envíalo.',
  'That file is not a picture I can open; send a {kinds} file.':
    'Ese archivo no es una imagen que pueda abrir; envía un archivo {kinds}.',
  'The picture is damaged or was cut off on the way; please send it again.':
    'La imagen está dañada o se cortó por el camino; envíala de nuevo, por favor.',
  'I had to be restarted several times in the middle of this, so I leave it. Ask again, or for less.':
    'Tuve que reiniciarme varias veces en medio de esto, así que lo dejo. Pídelo otra vez, o pide menos.',
  'I am being restarted. What was asked for is written down and comes right after.':
    'Me están reiniciando. Lo pedido está anotado y viene justo después.',
  'The process that paints ended twice while it worked on this ({reason}); it may have run out of memory. Try a smaller size or fewer things at once.':
    'El proceso que pinta se cerró dos veces con esto ({reason}); quizá le faltó memoria. Prueba un tamaño menor o menos cosas a la vez.',
  'You have {own} {own|one:picture|other:pictures} waiting or in work already, and {most} {most|one:is|other:are} allowed. Wait for one of them, or /cancel.':
    'Ya tienes {own} {own|one:imagen|other:imágenes} en espera o en curso, y se {most|one:permite|other:permiten} {most}. Espera a una de ellas o usa /cancel.',
  '{waiting} pictures are waiting already, and that is as many as I take. Try again in a few minutes.':
    'Ya hay {waiting} imágenes en espera y no acepto más. Inténtalo en unos minutos.',
  'Words can be exchanged one for one: the prompt has {before} words, the new one {after}.':
    'Las palabras se cambian una por una: el prompt tiene {before} palabras y el nuevo {after}.',
  'keep {things}': 'conservar {things}',
  'paint "{prompt}"': 'pintar «{prompt}»',
  'weigh {words}': 'ponderar {words}',
  'prompt → "{prompt}"': 'prompt → «{prompt}»',
  'lay out {regions}': 'disponer {regions}',
  'redraw as "{prompt}" (strength {strength})': 'redibujar como «{prompt}» (fuerza {strength})',
  'show where I looked': 'mostrar dónde busqué',
  'show where I looked for {words}': 'mostrar dónde busqué {words}',
  'look for objects': 'buscar objetos',
  'look for {words}': 'buscar {words}',
  '(whole picture)': '(toda la imagen)',
  '(local)': '(solo ahí)',
  'remove {name}': 'quitar {name}',
  'add {added}': 'añadir {added}',
  'add {added} to {name}': 'añadir {added} a {name}',
  'background → {target}': 'fondo → {target}',
  'style → {target}': 'estilo → {target}',
  'swap {name} and {other}': 'intercambiar {name} y {other}',
  'resize {name} to {percent} %': 'cambiar {name} al {percent} %',
  'bring {name} to the front': 'traer {name} al frente',
  'move {name} {where}': 'mover {name}: {where}',
  'duplicate {name}': 'duplicar {name}',
  'duplicate {name} {where}': 'duplicar {name}: {where}',
  'to the middle': 'al centro',
  'to the left side': 'al lado izquierdo',
  'to the right side': 'al lado derecho',
  'to the top': 'arriba',
  'to the bottom': 'abajo',
  'removed {name}': 'se quitó {name}',
  'added {added}': 'se añadió {added}',
  'added {added} to {name}': 'se añadió {added} a {name}',
  'swapped {name} and {other}': 'se intercambiaron {name} y {other}',
  'swapped {name}': 'se intercambió {name}',
  'resized {name} to {percent} %': 'se cambió {name} al {percent} %',
  'brought {name} to the front': 'se trajo {name} al frente',
  'moved {name} {where}': 'se movió {name}: {where}',
  'duplicated {name}': 'se duplicó {name}',
  'duplicated {name} {where}': 'se duplicó {name}: {where}',
  '{percent} % left': '{percent} % a la izquierda',
  '{percent} % right': '{percent} % a la derecha',
  '{percent} % up': '{percent} % hacia arriba',
  '{percent} % down': '{percent} % hacia abajo',
  'to {percent} % across': 'al {percent} % del ancho',
  'to {percent} % down': 'al {percent} % del alto',
  'the model gave no usable answer': 'el modelo no dio una respuesta útil',
  '{model} did not stop talking': '{model} no dejaba de hablar',
  'Ollama took longer than {seconds} s': 'Ollama tardó más de {seconds} s',
  'Ollama does not have the model {model} yet; get it with: ollama pull {model}':
    'Ollama aún no tiene el modelo {model}; consíguelo con: ollama pull {model}',
  'Ollama is busy': 'Ollama está ocupado',
  'Ollama answered with error {status}': 'Ollama respondió con el error {status}',
  'Ollama does not answer at {host}': 'Ollama no responde en {host}',
  'Ollama broke off its answer': 'Ollama cortó su respuesta',
  '{model} found nothing to do': '{model} no encontró nada que hacer',
  'I could not download {model}: {reason}. Check the name and the network of the server, then try again.':
    'No pude descargar {model}: {reason}. Revisa el nombre y la red del servidor e inténtalo de nuevo.',
  'Your message has {count} characters, at most {most} are read. Say one or two changes at a time.':
    'Tu mensaje tiene {count} caracteres y se leen {most} como mucho. Di uno o dos cambios a la vez.',
  'There is no picture yet to change or look at. Start with "/imagine a cat on a sofa", or drop a photo here.':
    'Todavía no hay ninguna imagen que cambiar o mirar. Empieza con «/imagine a cat on a sofa» o suelta aquí una foto.',
  'I found nothing to change in your message. For example: "replace the cat with a horse", "move the tree left" or "undo".':
    'No encontré nada que cambiar en tu mensaje. Por ejemplo: «replace the cat with a horse», «move the tree left» o «undo».',
  'At your service. Say what to change, for example: "make the cat blue", or "undo".':
    'A tu servicio. Di qué hay que cambiar, por ejemplo «make the cat blue», o «undo».',
  'I found nothing to paint in your message. For example: "a cat and a dog on grass".':
    'No encontré nada que pintar en tu mensaje. Por ejemplo: «a cat and a dog on grass».',
  'Shall I add that to this picture, or paint a new one? Say "add {words}" or "/imagine {words}".':
    '¿Lo añado a esta imagen o pinto una nueva? Di «add {words}» o «/imagine {words}».',
  'Which object do you mean in "{words}"?': '¿A qué objeto te refieres en «{words}»?',
  'Which object do you mean in "{words}"? I see {objects}.':
    '¿A qué objeto te refieres en «{words}»? Veo: {objects}.',
  'There is no sampler "{name}"; I know {names}.': 'No existe el muestreador «{name}»; conozco {names}.',
  '{model} paints only with the sampler {own}, not with {sampler}.':
    '{model} solo pinta con el muestreador {own}, no con {sampler}.',
  'That works by steering what the model pays attention to, which I cannot do with {model}. Choose another model, or ask for it in other words.':
    'Eso funciona dirigiendo aquello a lo que el modelo presta atención, y con {model} no puedo. Elige otro modelo o pídelo de otra manera.',
  'The sampler {sampler} is for models such as {example}, not for {model}.':
    'El muestreador {sampler} es para modelos como {example}, no para {model}.',
  'That picture is not kept any more. Start again from another one.':
    'Esa imagen ya no se conserva. Empieza de nuevo desde otra.',
  'The disk of this bot takes nothing more: it is full, or it fails. So this could not be kept; nothing that was there is lost. Once there is room, ask again.':
    'El disco de este bot no acepta nada más: está lleno o falla. Por eso esto no se pudo guardar; nada de lo que había se ha perdido. Cuando haya espacio, pídelo de nuevo.',
  'There is nothing to undo yet. Start with /imagine a cat on grass.':
    'Todavía no hay nada que deshacer. Empieza con /imagine a cat on grass.',
  'There is nothing before #{number}.': 'No hay nada antes de #{number}.',
  'There is nothing to redo.': 'No hay nada que rehacer.',
  'There is no picture #{number}; there is none in this conversation yet.':
    'No hay imagen #{number}; en esta conversación aún no hay ninguna.',
  'There is no picture #{number}; there {count|one:is|other:are} {numbers}.':
    'No hay imagen #{number}; {count|one:hay|other:hay} {numbers}.',
  '#{from} to #{to}': '#{from} a #{to}',
  'I could not tell where {words} is, so the whole picture may have changed.':
    'No pude ver dónde está {words}; puede haber cambiado toda la imagen.',
  'None of the words is in "{prompt}". Ask for words of it.':
    'Ninguna de las palabras está en «{prompt}». Pregunta por palabras que estén ahí.',
  'Not among the words I painted from: {words}.': 'No están entre las palabras con las que pinté: {words}.',
  'I could not make out where {thing} is, so it may have changed.':
    'No pude distinguir dónde está {thing}, así que puede haber cambiado.',
  'swap {name}': 'intercambiar {name}',
  'I read only English while no language model helps me. For example: "make the cat blue", "replace the cat with a horse".':
    'Sin un modelo de lenguaje solo leo inglés. Por ejemplo: «make the cat blue», «replace the cat with a horse».',
};
