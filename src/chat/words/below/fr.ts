import type { Translations } from '../language.ts';

/** What everything under the chat says: planning, jobs, sessions, engine, models, pictures. */
export const fr: Translations = {
  'There is no learned word "{name}" here. There is: {names}.':
    'Il n’y a pas de mot appris « {name} » ici. Il y a : {names}.',
  'There is no learned word "{name}" here: they go to embeddings/ in the folder of the models.':
    'Il n’y a pas de mot appris « {name} » ici : ils vont dans embeddings/ du dossier des modèles.',
  'I cannot tell where to do this: "{instruction}". Name a thing that is in the picture, or draw a mask.':
    'Je ne sais pas où faire cela : « {instruction} ». Nommez une chose qui est sur l’image, ou dessinez un masque.',
  '{model} fills places and cannot change how a whole picture looks. Name a thing in it, draw a mask, or set EDIT_MODEL to an InstructPix2Pix checkpoint.':
    '{model} remplit des endroits et ne peut pas changer l’aspect de toute une image. Nommez-y une chose, dessinez un masque, ou réglez EDIT_MODEL sur un modèle InstructPix2Pix.',
  'There is no picture to change yet. Say /imagine first, or drop in a photo.':
    'Il n’y a pas encore d’image à modifier. Dites d’abord /imagine, ou déposez une photo.',
  'That is too long for this: {pieces} word pieces, and edits, layouts and changed words read {most}. Say it shorter, or in two messages.':
    'C’est trop long ici : {pieces} morceaux de mots ; les modifications, dispositions et mots changés en lisent {most}. Dites-le plus court, ou en deux messages.',
  'That is too long for the model: {pieces} word pieces, it reads {most}. Say it shorter, or in two messages.':
    'C’est trop long pour le modèle : {pieces} morceaux de mots, il en lit {most}. Dites-le plus court, ou en deux messages.',
  'The learned word {name} was made for another kind of model than {model}: its vectors have {has} numbers, here they need {needs}.':
    'Le mot appris {name} a été fait pour un autre type de modèle que {model} : ses vecteurs ont {has} nombres, il en faut {needs} ici.',
  'The LoRA {name} was made for another kind of model than {checkpoint}: {count} of its {layers} layers do not fit, for example {problems}.':
    'La LoRA {name} a été faite pour un autre type de modèle que {checkpoint} : {count} de ses {layers} couches ne conviennent pas, par exemple {problems}.',
  'The text encoder has {layers} layers to leave out, not {asked}.':
    'L’encodeur de texte a {layers} couches à omettre, pas {asked}.',
  'The {name} stays inside the picture: I moved it as far as the edge.':
    '{name} reste dans l’image : je l’ai déplacé jusqu’au bord.',
  'I do not know how to do that yet ({kind}).': 'Je ne sais pas encore faire cela ({kind}).',
  '{model} edits pictures and cannot paint one from words. Set IMAGE_MODEL to a text-to-image checkpoint.':
    '{model} modifie des images et ne peut pas en peindre à partir de mots. Réglez IMAGE_MODEL sur un modèle texte-vers-image.',
  '{model} paints in steps of {step} pixels: {width}×{height} does not fit.':
    '{model} peint par pas de {step} pixels : {width}×{height} ne convient pas.',
  'There is no picture to look at yet. Say /imagine first, or drop in a photo.':
    'Il n’y a pas encore d’image à regarder. Dites d’abord /imagine, ou déposez une photo.',
  'I do not find {words} in it.': 'Je n’y trouve pas {words}.',
  'I have no detector to look with. Put one into the models folder and set DETECTOR_MODEL to its name.':
    'Je n’ai pas de détecteur pour chercher. Placez-en un dans le dossier des modèles et réglez DETECTOR_MODEL sur son nom.',
  '{model} cannot follow instructions. Set EDIT_MODEL to an InstructPix2Pix checkpoint.':
    '{model} ne peut pas suivre d’instructions. Réglez EDIT_MODEL sur un modèle InstructPix2Pix.',
  '"{words}" must stand in the whole text, word for word: "{prompt}".':
    '« {words} » doit figurer mot pour mot dans le texte entier : « {prompt} ».',
  'I see only one {name} in the picture.': 'Je ne vois qu’un seul {name} sur l’image.',
  'I see only {count} of the kind "{name}" in the picture.': 'Je ne vois que {count} × {name} sur l’image.',
  'There is no {name} in the picture; I see {labels}.':
    'Il n’y a pas cela sur l’image : {name}. Je vois : {labels}.',
  '{count} LoRAs at once are too many; {most} can be mixed.':
    '{count} LoRA à la fois, c’est trop ; on peut en mélanger {most}.',
  'There is no LoRA "{name}" here. There is: {names}.':
    'Il n’y a pas de LoRA « {name} » ici. Il y a : {names}.',
  'There is no LoRA "{name}" here. There is none: they go to loras/ in the folder of the models.':
    'Il n’y a pas de LoRA « {name} » ici. Il n’y en a aucune : elles vont dans loras/ du dossier des modèles.',
  'There is not enough memory to load {name}. {hint}':
    'Il n’y a pas assez de mémoire pour charger {name}. {hint}',
  'Close other programs, or take a smaller model.':
    'Fermez d’autres programmes, ou prenez un modèle plus petit.',
  '{width}×{height} takes half of it and should fit.':
    '{width}×{height} en prend la moitié et devrait tenir.',
  'There is not enough memory for {width}×{height} pixels with {name}, not even in pieces. {advice}':
    'Il n’y a pas assez de mémoire pour {width}×{height} pixels avec {name}, même par morceaux. {advice}',
  'I have no segmenter to outline things with (SAM_MODEL), so the masks are cut to the boxes of the detector.':
    'Je n’ai pas de segmenteur pour détourer (SAM_MODEL), les masques suivent donc les cadres du détecteur.',
  'Gradients only move things, so I did this ({operation}) by copying.':
    'Les gradients ne font que déplacer ; j’ai donc fait cela ({operation}) par copie.',
  'Gradients move one thing at a time, so I moved these by copying.':
    'Les gradients déplacent une seule chose à la fois ; j’ai déplacé celles-ci par copie.',
  'This picture was not painted from words, so I moved the object by copying, not by gradients.':
    'Cette image n’a pas été peinte à partir de mots ; j’ai donc déplacé l’objet par copie, pas par gradients.',
  'The words that the picture was painted from do not name the {name}, so I moved it by copying.':
    'Les mots à partir desquels l’image a été peinte ne nomment pas « {name} », je l’ai donc déplacé par copie.',
  'I need a detector to move things. Put one into the models folder and set DETECTOR_MODEL to its name.':
    'Il me faut un détecteur pour déplacer des choses. Placez-en un dans le dossier des modèles et réglez DETECTOR_MODEL sur son nom.',
  'I see only one {name}; a swap needs two things.':
    'Je ne vois qu’un seul {name} ; un échange en demande deux.',
  'I do not find {words} in the picture.': 'Je ne trouve pas cela sur l’image : {words}.',
  '"{prompt}" only says what shall be absent: give one part a weight above zero.':
    '« {prompt} » ne dit que ce qui doit manquer : donnez à une partie un poids supérieur à zéro.',
  '{model} paints only {width} × {height} pixels well, so it has no finer detail to give. Enlarge without detail.':
    '{model} ne peint bien que {width} × {height} pixels et n’a pas de détail plus fin à offrir. Agrandissez sans détail.',
  'There is no picture to draw again yet. Say /imagine first, or drop in a photo.':
    'Il n’y a pas encore d’image à redessiner. Dites d’abord /imagine, ou déposez une photo.',
  'I could not tell where "{where}" is (the mask covers {share} % of the picture), so the whole picture may have changed.':
    'Je n’ai pas pu voir où est « {where} » (le masque couvre {share} % de l’image) ; toute l’image a donc pu changer.',
  'The change for "{where}" came out elsewhere than I looked for it, so I kept the whole edit.':
    'La modification pour « {where} » est apparue ailleurs que là où je la cherchais ; j’ai donc gardé toute la modification.',
  'I need words for what the picture shows before I can change them: /reword from:"a cat on grass" to:"a tiger on grass".':
    'Il me faut des mots pour ce que montre l’image avant de pouvoir les changer : /reword from:"a cat on grass" to:"a tiger on grass".',
  'There is no inversion "{name}"; I know {names}.':
    'L’inversion « {name} » n’existe pas ; je connais {names}.',
  'The picture has {size} MB; I take up to {most} MB.':
    'L’image fait {size} Mo ; j’accepte jusqu’à {most} Mo.',
  'The picture has {width} × {height} pixels; I take up to {most} million, for example {side} × {side}.':
    'L’image fait {width} × {height} pixels ; j’accepte jusqu’à {most} millions, par exemple {side} × {side}.',
  'The animation has {frames} frames; I take up to {most} and use the first one.':
    'L’animation a {frames} images ; j’en accepte jusqu’à {most} et j’utilise la première.',
  'The picture has only {width} × {height} pixels; each side needs at least {least}.':
    'L’image ne fait que {width} × {height} pixels ; chaque côté doit en avoir au moins {least}.',
  'I do not open SVG drawings; save it as PNG and send that.':
    'Je n’ouvre pas les dessins SVG ; enregistrez-le en PNG et envoyez-le.',
  'That file is not a picture I can open; send a {kinds} file.':
    'Ce fichier n’est pas une image que je peux ouvrir ; envoyez un fichier {kinds}.',
  'The picture is damaged or was cut off on the way; please send it again.':
    'L’image est endommagée ou a été coupée en route ; veuillez la renvoyer.',
  'I had to be restarted several times in the middle of this, so I leave it. Ask again, or for less.':
    'J’ai dû être relancé plusieurs fois au milieu de ceci, alors j’arrête là. Redemande, ou demande moins.',
  'I am being restarted. What was asked for is written down and comes right after.':
    'Je redémarre. Ce qui a été demandé est noté et viendra juste après.',
  'The process that paints ended twice while it worked on this ({reason}); it may have run out of memory. Try a smaller size or fewer things at once.':
    'Le processus qui peint s’est arrêté deux fois sur cette tâche ({reason}) ; il a peut-être manqué de mémoire. Essayez une taille plus petite ou moins de choses à la fois.',
  'You have {own} {own|one:picture|other:pictures} waiting or in work already, and {most} {most|one:is|other:are} allowed. Wait for one of them, or /cancel.':
    'Vous avez déjà {own} {own|one:image|other:images} en attente ou en cours, et {most} {most|one:est autorisée|other:sont autorisées}. Attendez-en une, ou /cancel.',
  '{waiting} pictures are waiting already, and that is as many as I take. Try again in a few minutes.':
    '{waiting} images attendent déjà, c’est le maximum. Réessayez dans quelques minutes.',
  'Words can be exchanged one for one: the prompt has {before} words, the new one {after}.':
    'Les mots s’échangent un pour un : le prompt a {before} mots, le nouveau {after}.',
  'keep {things}': 'garder {things}',
  'paint "{prompt}"': 'peindre « {prompt} »',
  'weigh {words}': 'pondérer {words}',
  'prompt → "{prompt}"': 'prompt → « {prompt} »',
  'lay out {regions}': 'disposer {regions}',
  'redraw as "{prompt}" (strength {strength})': 'redessiner comme « {prompt} » (force {strength})',
  'show where I looked': 'montrer où j’ai cherché',
  'show where I looked for {words}': 'montrer où j’ai cherché {words}',
  'look for objects': 'chercher des objets',
  'look for {words}': 'chercher {words}',
  '(whole picture)': '(toute l’image)',
  '(local)': '(localement)',
  'remove {name}': 'enlever {name}',
  'add {added}': 'ajouter {added}',
  'add {added} to {name}': 'ajouter {added} à {name}',
  'background → {target}': 'arrière-plan → {target}',
  'style → {target}': 'style : → {target}',
  'swap {name} and {other}': 'échanger {name} et {other}',
  'resize {name} to {percent} %': 'redimensionner {name} à {percent} %',
  'bring {name} to the front': 'mettre {name} au premier plan',
  'move {name} {where}': 'déplacer {name} : {where}',
  'duplicate {name}': 'dupliquer {name}',
  'duplicate {name} {where}': 'dupliquer {name} : {where}',
  'to the middle': 'au milieu',
  'to the left side': 'sur le côté gauche',
  'to the right side': 'sur le côté droit',
  'to the top': 'en haut',
  'to the bottom': 'en bas',
  'removed {name}': 'retrait de {name}',
  'added {added}': 'ajout de {added}',
  'added {added} to {name}': 'ajout de {added} à {name}',
  'swapped {name} and {other}': 'échange de {name} et {other}',
  'swapped {name}': 'échange de {name}',
  'resized {name} to {percent} %': 'redimensionnement de {name} à {percent} %',
  'brought {name} to the front': 'mise au premier plan de {name}',
  'moved {name} {where}': 'déplacement de {name} : {where}',
  'duplicated {name}': 'duplication de {name}',
  'duplicated {name} {where}': 'duplication de {name} : {where}',
  '{percent} % left': '{percent} % à gauche',
  '{percent} % right': '{percent} % à droite',
  '{percent} % up': '{percent} % vers le haut',
  '{percent} % down': '{percent} % vers le bas',
  'to {percent} % across': 'à {percent} % de la largeur',
  'to {percent} % down': 'à {percent} % de la hauteur',
  'the model gave no usable answer': 'le modèle n’a pas donné de réponse utilisable',
  '{model} did not stop talking': '{model} ne s’arrêtait plus de parler',
  'Ollama took longer than {seconds} s': 'Ollama a mis plus de {seconds} s',
  'Ollama does not have the model {model} yet; get it with: ollama pull {model}':
    'Ollama n’a pas encore le modèle {model} ; obtenez-le avec : ollama pull {model}',
  'Ollama is busy': 'Ollama est occupé',
  'Ollama answered with error {status}': 'Ollama a répondu avec l’erreur {status}',
  'Ollama does not answer at {host}': 'Ollama ne répond pas à {host}',
  'Ollama broke off its answer': 'Ollama a interrompu sa réponse',
  '{model} found nothing to do': '{model} n’a rien trouvé à faire',
  'I could not download {model}: {reason}. Check the name and the network of the server, then try again.':
    'Je n’ai pas pu télécharger {model} : {reason}. Vérifiez le nom et le réseau du serveur, puis réessayez.',
  'Your message has {count} characters, at most {most} are read. Say one or two changes at a time.':
    'Votre message compte {count} caractères, {most} au plus sont lus. Dites une ou deux modifications à la fois.',
  'There is no picture yet to change or look at. Start with "/imagine a cat on a sofa", or drop a photo here.':
    'Il n’y a pas encore d’image à modifier ou à regarder. Commencez par « /imagine a cat on a sofa », ou déposez une photo ici.',
  'I found nothing to change in your message. For example: "replace the cat with a horse", "move the tree left" or "undo".':
    'Je n’ai rien trouvé à changer dans votre message. Par exemple : « replace the cat with a horse », « move the tree left » ou « undo ».',
  'At your service. Say what to change, for example: "make the cat blue", or "undo".':
    'À votre service. Dites ce qu’il faut changer, par exemple « make the cat blue », ou « undo ».',
  'I found nothing to paint in your message. For example: "a cat and a dog on grass".':
    'Je n’ai rien trouvé à peindre dans votre message. Par exemple : « a cat and a dog on grass ».',
  'Shall I add that to this picture, or paint a new one? Say "add {words}" or "/imagine {words}".':
    'Dois-je l’ajouter à cette image ou en peindre une nouvelle ? Dites « add {words} » ou « /imagine {words} ».',
  'Which object do you mean in "{words}"?': 'Quel objet voulez-vous dire dans « {words} » ?',
  'Which object do you mean in "{words}"? I see {objects}.':
    'Quel objet voulez-vous dire dans « {words} » ? Je vois : {objects}.',
  'There is no sampler "{name}"; I know {names}.':
    'L’échantillonneur « {name} » n’existe pas ; je connais {names}.',
  '{model} paints only with the sampler {own}, not with {sampler}.':
    '{model} ne peint qu’avec l’échantillonneur {own}, pas avec {sampler}.',
  'That works by steering what the model pays attention to, which I cannot do with {model}. Choose another model, or ask for it in other words.':
    'Cela suppose de guider l’attention du modèle, ce que je ne peux pas faire avec {model}. Choisissez un autre modèle ou dites-le autrement.',
  'The sampler {sampler} is for models such as {example}, not for {model}.':
    'L’échantillonneur {sampler} est fait pour des modèles comme {example}, pas pour {model}.',
  'That picture is not kept any more. Start again from another one.':
    'Cette image n’est plus conservée. Repartez d’une autre.',
  'The disk of this bot takes nothing more: it is full, or it fails. So this could not be kept; nothing that was there is lost. Once there is room, ask again.':
    'Le disque de ce bot n’accepte plus rien : il est plein ou défaillant. Cela n’a donc pas pu être gardé ; rien de ce qui existait n’est perdu. Redemandez quand il y aura de la place.',
  'There is nothing to undo yet. Start with /imagine a cat on grass.':
    'Il n’y a encore rien à annuler. Commencez par /imagine a cat on grass.',
  'There is nothing before #{number}.': 'Il n’y a rien avant #{number}.',
  'There is nothing to redo.': 'Il n’y a rien à rétablir.',
  'There is no picture #{number}; there is none in this conversation yet.':
    'Il n’y a pas d’image #{number} ; il n’y en a encore aucune dans cette conversation.',
  'There is no picture #{number}; there {count|one:is|other:are} {numbers}.':
    'Il n’y a pas d’image #{number} ; {count|one:il y a|other:il y a} {numbers}.',
  '#{from} to #{to}': '#{from} à #{to}',
  'I could not tell where {words} is, so the whole picture may have changed.':
    'Je n’ai pas trouvé où est {words} ; toute l’image a pu changer.',
  'None of the words is in "{prompt}". Ask for words of it.':
    'Aucun de ces mots n’est dans « {prompt} ». Demande des mots qui y sont.',
  'Not among the words I painted from: {words}.': 'Absents des mots à partir desquels j’ai peint : {words}.',
  'I could not make out where {thing} is, so it may have changed.':
    'Je n’ai pas pu voir où est {thing} ; cela a donc pu changer.',
  'swap {name}': 'échanger {name}',
  'I read only English while no language model helps me. For example: "make the cat blue", "replace the cat with a horse".':
    'Sans modèle de langage, je ne lis que l’anglais. Par exemple : « make the cat blue », « replace the cat with a horse ».',
};
