import type { Translations } from '../language.ts';

/** What the chat and the commands say. */
export const fr: Translations = {
  'Picture #{number}': 'Image #{number}',
  '#{number} is a photo; there is nothing to do again.': '#{number} est une photo ; il n’y a rien à refaire.',
  'again: {plan}': 'encore : {plan}',
  'That edit had {count} {count|one:part|other:parts}; there is no number {number}.':
    'Cette modification avait {count} {count|one:partie|other:parties} ; il n’y a pas de numéro {number}.',
  'Only an edit can be stronger or weaker. For another picture of the same words: /variation.':
    'Seule une modification peut être plus forte ou plus faible. Pour une autre image avec les mêmes mots : /variation.',
  'That is being painted for somebody else; only they can stop it.':
    'C’est en train d’être peint pour quelqu’un d’autre ; seule cette personne peut l’arrêter.',
  'Nothing is being painted for you right now.': 'Rien n’est en train d’être peint pour vous.',
  'Stopped.': 'Arrêté.',
  'Stopped {count} pictures.': '{count} images arrêtées.',
  'There is no picture to look at yet.': 'Il n’y a pas encore d’image à regarder.',
  'Looking at what is in it': 'Je regarde ce qu’il y a dessus',
  'Looking for {words}': 'Je cherche où se trouve {words}',
  'Say what to change in it.': 'Dites ce qu’il faut y changer.',
  'Say what to change, for example: /edit make the cat blue.':
    'Dites ce qu’il faut changer, par exemple : /edit make the cat blue.',
  'There is no picture to change yet.': 'Il n’y a pas encore d’image à modifier.',
  'Say the number of the picture: go back to #2.': 'Dites le numéro de l’image : go back to #2.',
  'Now at {line}': 'Maintenant à {line}',
  'I paint pictures, and repaint exactly what you ask for. All of it runs on this machine.':
    'Je peins des images et je repeins exactement ce que vous demandez. Tout se passe sur cette machine.',
  'Start: /imagine a cat and a dog on grass, or send a photo.':
    'Pour commencer : /imagine a cat and a dog on grass, ou envoyez une photo.',
  'Then say, or reply to any picture: replace the cat with a horse and make the dog blue':
    'Ensuite dites, ou répondez à une image : replace the cat with a horse and make the dog blue',
  'Also: undo, redo, go back to #2, stronger, weaker, only the first, variation, what is in it?':
    'Aussi : undo, redo, go back to #2, stronger, weaker, only the first, variation, what is in it?',
  'Nothing has been painted here yet. Start with /imagine a cat on grass.':
    'Rien n’a encore été peint ici. Commencez par /imagine a cat on grass.',
  '({count} older)': '({count} plus anciennes)',
  'Say "go back to #{number}" to work on from there.': 'Dites « go back to #{number} » pour repartir de là.',
  'Contact sheet: {pictures}': 'Planche contact : {pictures}',
  'Go to #{number}': 'Aller à #{number}',
  '← here': '← ici',
  '#{number} from #{parent}': '#{number} d’après #{parent}',
  '"{prompt}" ({index} of {count})': '« {prompt} » ({index} sur {count})',
  '{number}, {width} × {height} pixels': '{number}, {width} × {height} pixels',
  '{number} from #{parent}, {width} × {height} pixels':
    '{number} d’après #{parent}, {width} × {height} pixels',
  'said: {said}': 'dit : {said}',
  'shows: {caption}': 'montre : {caption}',
  'of the model': 'du modèle',
  'model {model}, {method}, sampler {sampler}': 'modèle {model}, {method}, échantillonneur {sampler}',
  'seed {seed}, {steps} steps, guidance {guidance}': 'graine {seed}, étapes : {steps}, guidage {guidance}',
  default: 'par défaut',
  'changed {share} of the picture, {count} {count|one:mask|other:masks}, {time}':
    '{share} de l’image modifiée, {count} {count|one:masque|other:masques}, {time}',
  'layout: {regions}': 'disposition : {regions}',
  'Say what is where: /layout a cat on the left and a house on the right. Or paint it: /painter.':
    'Dites ce qui est où : /layout a cat on the left and a house on the right. Ou peignez-le : /painter.',
  'The layout painter is a page of my web chat, and I do not know where your browser finds that. Whoever runs me sets PUBLIC_URL (see .env.example). Until then say it in words: /layout a cat on the left and a house on the right.':
    'Le peintre de disposition est une page de mon chat web, et je ne sais pas où votre navigateur la trouve. La personne qui m’exploite doit définir PUBLIC_URL (voir .env.example). En attendant, dites-le avec des mots : /layout a cat on the left and a house on the right.',
  'Paint the layout in your browser. The link is for you alone: it opens within 15 minutes and is good for one layout.':
    'Peignez la disposition dans votre navigateur. Le lien n’est que pour vous : il s’ouvre pendant 15 minutes et vaut pour une seule disposition.',
  'Open the painter': 'Ouvrir le peintre',
  'All right, then I change nothing.': 'D’accord, je ne change rien.',
  'There is no open question; it may have been answered already.':
    'Il n’y a pas de question en attente ; elle a peut-être déjà reçu une réponse.',
  'That question is for the person whose edit it is.':
    'Cette question s’adresse à la personne dont c’est la modification.',
  'That is the one I took.': 'C’est celui que j’ai pris.',
  'Which one do you mean? Say a number from 1 to {most}.':
    'Lequel voulez-vous dire ? Dites un numéro de 1 à {most}.',
  'That is painted already, or was stopped. Under the picture you can still change its plan.':
    'C’est déjà peint, ou cela a été arrêté. Sous l’image, vous pouvez encore modifier le plan.',
  'That plan is for the person whose edit it is.':
    'Ce plan appartient à la personne dont c’est la modification.',
  'Reply to this with the plan as it shall be, one part a line. Now it is:\n{plan}':
    'Répondez à ce message avec le plan voulu, une partie par ligne. Pour l’instant :\n{plan}',
  'Nothing in this plan can be stronger or weaker.':
    'Rien dans ce plan ne peut être plus fort ou plus faible.',
  'Deleted: {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations}, your settings, jobs and open questions.':
    'Supprimé : {pictures} {pictures|one:image|other:images} dans {conversations} {conversations|one:conversation|other:conversations}, vos réglages, tâches et questions en attente.',
  'Of you I keep {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations}, with what you said and how each was made. Nothing leaves this machine.':
    'De vous je garde {pictures} {pictures|one:image|other:images} dans {conversations} {conversations|one:conversation|other:conversations}, avec ce que vous avez dit et comment chacune a été faite. Rien ne quitte cette machine.',
  Export: 'Exporter',
  'That deletes {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations} for good. Press once more if you mean it.':
    'Cela supprime {pictures} {pictures|one:image|other:images} dans {conversations} {conversations|one:conversation|other:conversations}, définitivement. Appuyez encore une fois si c’est bien ce que vous voulez.',
  '{method}: its own pixels, no model painted': '{method} : ses propres pixels, aucun modèle n’a peint',
  'Delete everything': 'Tout supprimer',
  'No language model is set up: OLLAMA_HOST names no server, so the rules plan.':
    'Aucun modèle de langage n’est configuré : OLLAMA_HOST ne désigne aucun serveur, ce sont donc les règles qui planifient.',
  'Only those who manage this place may download models.':
    'Seules les personnes qui gèrent cet espace peuvent télécharger des modèles.',
  'Downloading {model}; the rules plan meanwhile.':
    'Téléchargement de {model} ; en attendant, les règles planifient.',
  waiting: 'en attente',
  '✓ {model} is here and plans from now on.': '✓ {model} est là et planifie désormais.',
  'Again {line}': 'De nouveau {line}',
  'There are no rules in a direct conversation. Use this on a server.':
    'Il n’y a pas de règles dans une conversation privée. Utilisez cela sur un serveur.',
  'Only somebody who manages this server can see and set its rules.':
    'Seule une personne qui gère ce serveur peut voir et définir ses règles.',
  'Name the role with @, so that I see which one is meant; I got "{words}".':
    'Nommez le rôle avec @, que je voie lequel est visé ; j’ai reçu « {words} ».',
  'I work: everywhere but {channels}': 'Je travaille : partout sauf dans {channels}',
  'I work: everywhere': 'Je travaille : partout',
  'I work: only in {channels}': 'Je travaille : seulement dans {channels}',
  'For: {roles}': 'Pour : {roles}',
  'For: everybody': 'Pour : tout le monde',
  'Steps: as many as I can': 'Étapes : autant que je peux',
  'Steps: at most {steps}': 'Étapes : {steps} au plus',
  'Words about naked people and violence: {where}': 'Mots de nudité et de violence : {where}',
  'Only somebody who manages this place can set that for everybody.':
    'Seule une personne qui gère cet espace peut régler cela pour tout le monde.',
  'You can set: {names}.': 'Vous pouvez régler : {names}.',
  'Everything is as the model card says.': 'Tout est comme l’indique la fiche du modèle.',
  'I answer you in {language}.': 'Je vous réponds en {language}.',
  'Change it like this: /settings steps:30 size:512x512. Back to the defaults: /settings reset:yes.':
    'Pour changer : /settings steps:30 size:512x512. Retour aux valeurs par défaut : /settings reset:yes.',
  'Moving by copy: the object is cut out and put elsewhere; no other pixel changes.':
    'Déplacement par copy : l’objet est découpé et placé ailleurs ; aucun autre pixel ne change.',
  'Moving by copy-repaint: like copy, and the model repaints the ground where the thing stood. Slower; better on clouds and textures, worse on plain ground.':
    'Déplacer avec copy-repaint : comme copy, et le modèle repeint le fond là où se trouvait la chose. Plus lent ; mieux sur les nuages et les textures, moins bien sur un fond uni.',
  'Moving by palaev: the picture is painted again and pulled by gradients, as in the paper. Slower, not exact; only for pictures painted from words.':
    'Déplacement par palaev : l’image est repeinte et tirée par des gradients, comme dans l’article. Plus lent, pas exact ; seulement pour les images peintes à partir de mots.',
  'Moving by palaev-plus: like palaev, and the object keeps its looks and its old place is emptied. Slower, not exact; only for pictures painted from words.':
    'Déplacement par palaev-plus : comme palaev, mais l’objet garde son aspect et son ancienne place est vidée. Plus lent, pas exact ; seulement pour les images peintes à partir de mots.',
  'Back at {line}': 'Retour à {line}',
  'The picture this was about is not kept any more.': 'L’image dont il s’agissait n’est plus conservée.',
  'Which one? Press a number. ("{said}")': 'Lequel ? Appuyez sur un numéro. (« {said} »)',
  'The picture with numbers: {objects}': 'L’image avec des numéros : {objects}',
  'Something went wrong (job {id}). Try again; if it stays, tell who runs me this number.':
    'Quelque chose s’est mal passé (tâche {id}). Réessayez ; si cela persiste, donnez ce numéro à la personne qui m’exploite.',
  'That button is not mine, or not from this conversation.':
    'Ce bouton n’est pas de moi, ou pas de cette conversation.',
  'Those who manage this place do not want me here. Use me in another channel, or in a direct message.':
    'Les personnes qui gèrent cet espace ne souhaitent pas ma présence ici. Utilisez-moi dans un autre canal ou en message privé.',
  'You need another role to use me on this server. Ask those who manage it.':
    'Il vous faut un autre rôle pour m’utiliser sur ce serveur. Demandez aux personnes qui le gèrent.',
  'On this server a picture takes at most {most} steps; you asked for {steps}.':
    'Sur ce serveur, une image compte au plus {most} étapes ; vous en avez demandé {steps}.',
  'I do not paint "{word}" here; not on this server.': 'Je ne peins pas « {word} » ici ; pas sur ce serveur.',
  'I do not paint "{word}" here; only in channels that are marked as age-restricted.':
    'Je ne peins pas « {word} » ici ; seulement dans les salons à accès restreint par l’âge.',
  '{kilobytes} kB': '{kilobytes} ko',
  '{megabytes} MB': '{megabytes} Mo',
  '{name} is too large to be sent here: it has {size}, the limit is {limit}. Ask for a smaller picture.':
    '{name} est trop volumineux pour être envoyé ici : {size}, la limite est de {limit}. Demandez une image plus petite.',
  '{count} × {object}': '{count} × {object}',
  'an {object}': '{object}',
  'a {object}': '{object}',
  'I see {objects}.': 'Je vois : {objects}.',
  'Where I look for {words}: the more orange, the more closely.':
    'Où je cherche {words} : plus c’est orange, plus je regarde là.',
  'I recognise nothing in this picture.': 'Je ne reconnais rien sur cette image.',
  'Picture #{number}, the more orange the more I look there for "{word}"':
    'Image #{number} ; plus c’est orange, plus j’y cherche « {word} »',
  'Download {model}': 'Télécharger {model}',
  'Planned anew: {line}': 'Nouveau plan : {line}',
  'Cancelled: {line}': 'Annulé : {line}',
  'loading the model': 'chargement du modèle',
  'reading the words': 'lecture des mots',
  'looking at the picture': 'examen de l’image',
  painting: 'peinture',
  finishing: 'finition',
  'looking for objects': 'recherche d’objets',
  'waiting, next in line': 'en attente, prochain tour',
  'waiting, {position} in line': 'en attente, rang {position}',
  'step {step} of {count}': 'étape {step} sur {count}',
  'Preview, {label}': 'Aperçu, {label}',
  'Every region of a layout needs a colour (#rrggbb) and words; at most 12 regions.':
    'Chaque région d’une disposition a besoin d’une couleur (#rrggbb) et de mots ; 12 régions au plus.',
  'Nothing is painted in the colour of "{words}".': 'Rien n’est peint dans la couleur de « {words} ».',
  'The painting has {colours} colours for {phrases} phrases.':
    'La peinture a {colours} couleurs pour {phrases} expressions.',
  'That link is not mine. Ask for a new one: /painter.':
    'Ce lien n’est pas de moi. Demandez-en un nouveau : /painter.',
  'That link is too old. Ask for a new one: /painter.':
    'Ce lien est trop ancien. Demandez-en un nouveau : /painter.',
  'That link was used before. Ask for a new one: /painter.':
    'Ce lien a déjà servi. Demandez-en un nouveau : /painter.',
  'Edit…': 'Modifier…',
  'Edit #{number}': 'Modifier #{number}',
  'Edit the plan': 'Modifier le plan',
  'The plan of #{number}': 'Le plan de #{number}',
  'One part a line, done on #{number}': 'Une partie par ligne, appliquée à #{number}',
  '{seconds} s': '{seconds} s',
  '{minutes} min {seconds} s': '{minutes} min {seconds} s',
  'less than 1 %': 'moins de 1 %',
  '{percent} %': '{percent} %',
  'your picture': 'votre image',
  'seed {seed}': 'graine {seed}',
  'changed {share} of the picture': '{share} de l’image modifiée',
  'Mask: where I looked for "{instruction}"': 'Masque : où j’ai cherché « {instruction} »',
  'Mask: where I looked for "{instruction}", {share} of the picture':
    'Masque : où j’ai cherché « {instruction} », {share} de l’image',
  Undo: 'Annuler la modification',
  Variation: 'Variante',
  Stronger: 'Plus fort',
  Weaker: 'Plus faible',
  Redo: 'Rétablir',
  Info: 'Infos',
  'A size is width x height, each a multiple of {multiple} up to {largest}, for example 512x512; I got "{words}".':
    'Une taille s’écrit largeur x hauteur, chacune multiple de {multiple} jusqu’à {largest}, par exemple 512x512 ; j’ai reçu « {words} ».',
  'at the top left': 'en haut à gauche',
  'at the top': 'en haut',
  'at the top right': 'en haut à droite',
  'on the left': 'à gauche',
  'in the middle': 'au milieu',
  'on the right': 'à droite',
  'at the bottom left': 'en bas à gauche',
  'at the bottom': 'en bas',
  'at the bottom right': 'en bas à droite',
  '{line} — planned by {planner}': '{line} — planifié par : {planner}',
  '{line} — planned by {planner}, because {reason}': '{line} — planifié par : {planner}, car : {reason}',
  'There is no picture here yet. Paint one first, for example /imagine a cat and a dog on grass, or send a photo.':
    'Il n’y a pas encore d’image ici. Peignez-en une, par exemple /imagine a cat and a dog on grass, ou envoyez une photo.',
  'Say one number, or "all": things are moved one by one.':
    'Dites un numéro, ou « all » : les objets se déplacent un par un.',
  'That was a lot at once. Give me {seconds} s, then go on.':
    'Cela fait beaucoup d’un coup. Laissez-moi {seconds} s, puis continuez.',
  'Without {number}': 'Sans {number}',
  'In other words…': 'Autrement dit…',
  'The plan': 'Le plan',
  'One part a line': 'Une partie par ligne',
  'There is nothing in that message. Say what to change, for example: make the cat blue.':
    'Ce message est vide. Dites ce qu’il faut changer, par exemple : make the cat blue.',
  'That has {count} characters; I read up to {most}. Say it shorter.':
    'Cela fait {count} caractères ; j’en lis jusqu’à {most}. Dites-le plus court.',
  '/{command} needs "{option}", for example: /{command} {example}':
    '/{command} a besoin de « {option} », par exemple : /{command} {example}',
  'There is no command /{typed}. Did you mean /{near}? /help lists what there is.':
    'La commande /{typed} n’existe pas. Vouliez-vous dire /{near} ? /help montre ce qu’il y a.',
  'There is no command /{typed}. /help lists what there is.':
    'La commande /{typed} n’existe pas. /help montre ce qu’il y a.',
  '/{command} has no option --{typed}. It has {names}.':
    '/{command} n’a pas d’option --{typed}. Il y a {names}.',
  '/{command} has no option --{typed}. It has none.':
    '/{command} n’a pas d’option --{typed}. Il n’y en a aucune.',
  nothing: 'rien',
  '/{command} does not know what to do with "{words}".': '/{command} ne sait que faire de « {words} ».',
  words: 'des mots',
  'a whole number': 'un nombre entier',
  'a number': 'un nombre',
  'yes or no': 'oui (yes) ou non (no)',
  'a picture': 'une image',
  'from {least}': 'à partir de {least}',
  'up to {most}': 'jusqu’à {most}',
  '/{command}: "{option}" takes {expected}; I got {got}.':
    '/{command} : « {option} » attend {expected} ; j’ai reçu {got}.',
  'one of {choices}': 'l’un de {choices}',
  'Nothing came out differently. Say it in other words, or try "stronger".':
    'Rien n’a changé. Dites-le autrement, ou essayez « stronger ».',
  '{change} ({where})': '{change} ({where})',
  'Changed: {changes}.': 'Modifié : {changes}.',
  'Kept as it was: {things}.': 'Gardé tel quel : {things}.',
  '{word}: {share} % of the attention, most {x} % across and {y} % down; the warm part is {area} % of the picture, from {left} to {right} % across and {top} to {bottom} % down.':
    '{word} : {share} % de l’attention, surtout à {x} % de la largeur et {y} % de la hauteur ; la partie chaude fait {area} % de l’image, de {left} à {right} % en largeur et de {top} à {bottom} % en hauteur.',
  'There is no picture to draw again yet. Paint or send one first.':
    'Il n’y a pas encore d’image à redessiner. Fais-en peindre une ou envoie-la d’abord.',
  'There is no picture to reword yet. Paint or send one first.':
    'Il n’y a pas encore d’image à reformuler. Fais-en peindre une ou envoie-la d’abord.',
  'To be seen: {objects}': 'On voit : {objects}',
  '• {object} {where}, {share} of the picture': '• {object}, {where}, {share} de l’image',
  'Changed: {changes}': 'Modifié : {changes}',
};
