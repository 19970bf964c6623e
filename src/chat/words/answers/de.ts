import type { Translations } from '../language.ts';

/** What the chat and the commands say. */
export const de: Translations = {
  'Picture #{number}': 'Bild #{number}',
  '#{number} is a photo; there is nothing to do again.':
    '#{number} ist ein Foto, da gibt es nichts zu wiederholen.',
  'again: {plan}': 'noch einmal: {plan}',
  'That edit had {count} {count|one:part|other:parts}; there is no number {number}.':
    'Diese Änderung hatte {count} {count|one:Teil|other:Teile}, eine Nummer {number} gibt es nicht.',
  'Only an edit can be stronger or weaker. For another picture of the same words: /variation.':
    'Nur eine Änderung kann stärker oder schwächer sein. Ein anderes Bild aus denselben Worten: /variation.',
  'That is being painted for somebody else; only they can stop it.':
    'Das wird für jemand anderen gemalt; nur diese Person kann es anhalten.',
  'Nothing is being painted for you right now.': 'Gerade wird nichts für dich gemalt.',
  'Stopped.': 'Angehalten.',
  'Stopped {count} pictures.': '{count} Bilder angehalten.',
  'There is no picture to look at yet.': 'Es gibt noch kein Bild zum Ansehen.',
  'Looking at what is in it': 'Ich schaue, was darauf ist',
  'Looking for {words}': 'Ich schaue, wo {words} ist',
  'Say what to change in it.': 'Sag, was sich daran ändern soll.',
  'Say what to change, for example: /edit make the cat blue.':
    'Sag, was sich ändern soll, zum Beispiel: /edit make the cat blue.',
  'There is no picture to change yet.': 'Es gibt noch kein Bild, das ich ändern könnte.',
  'Say the number of the picture: go back to #2.': 'Sag die Nummer des Bildes: go back to #2.',
  'Now at {line}': 'Jetzt bei {line}',
  'I paint pictures, and repaint exactly what you ask for. All of it runs on this machine.':
    'Ich male Bilder und male genau das um, was du sagst. Alles läuft auf diesem Rechner.',
  'Start: /imagine a cat and a dog on grass, or send a photo.':
    'Zum Anfangen: /imagine a cat and a dog on grass, oder schick ein Foto.',
  'Then say, or reply to any picture: replace the cat with a horse and make the dog blue':
    'Dann sag, oder antworte auf irgendein Bild: replace the cat with a horse and make the dog blue',
  'Also: undo, redo, go back to #2, stronger, weaker, only the first, variation, what is in it?':
    'Außerdem: undo, redo, go back to #2, stronger, weaker, only the first, variation, what is in it?',
  'Nothing has been painted here yet. Start with /imagine a cat on grass.':
    'Hier wurde noch nichts gemalt. Fang an mit /imagine a cat on grass.',
  '({count} older)': '({count} ältere)',
  'Say "go back to #{number}" to work on from there.':
    'Sag „go back to #{number}“, um von dort weiterzumachen.',
  'Contact sheet: {pictures}': 'Übersicht: {pictures}',
  'Go to #{number}': 'Zu #{number}',
  '← here': '← hier',
  '#{number} from #{parent}': '#{number} aus #{parent}',
  '"{prompt}" ({index} of {count})': '„{prompt}“ ({index} von {count})',
  '{number}, {width} × {height} pixels': '{number}, {width} × {height} Pixel',
  '{number} from #{parent}, {width} × {height} pixels': '{number} aus #{parent}, {width} × {height} Pixel',
  'said: {said}': 'gesagt: {said}',
  'shows: {caption}': 'zeigt: {caption}',
  'of the model': 'des Modells',
  'model {model}, {method}, sampler {sampler}': 'Modell {model}, {method}, Sampler {sampler}',
  'seed {seed}, {steps} steps, guidance {guidance}': 'Seed {seed}, Schritte: {steps}, Guidance {guidance}',
  default: 'Standard',
  'changed {share} of the picture, {count} {count|one:mask|other:masks}, {time}':
    '{share} des Bildes geändert, {count} {count|one:Maske|other:Masken}, {time}',
  'layout: {regions}': 'Anordnung: {regions}',
  'Say what is where: /layout a cat on the left and a house on the right. Or paint it: /painter.':
    'Sag, was wo ist: /layout a cat on the left and a house on the right. Oder mal es: /painter.',
  'The layout painter is a page of my web chat, and I do not know where your browser finds that. Whoever runs me sets PUBLIC_URL (see .env.example). Until then say it in words: /layout a cat on the left and a house on the right.':
    'Der Layout-Maler ist eine Seite meines Web-Chats, und ich weiß nicht, wo dein Browser sie findet. Wer mich betreibt, setzt PUBLIC_URL (siehe .env.example). Bis dahin sag es in Worten: /layout a cat on the left and a house on the right.',
  'Paint the layout in your browser. The link is for you alone: it opens within 15 minutes and is good for one layout.':
    'Mal die Anordnung in deinem Browser. Der Link ist nur für dich: Er lässt sich 15 Minuten lang öffnen und gilt für eine Anordnung.',
  'Open the painter': 'Maler öffnen',
  'All right, then I change nothing.': 'Gut, dann ändere ich nichts.',
  'There is no open question; it may have been answered already.':
    'Es ist keine Frage offen; sie wurde vielleicht schon beantwortet.',
  'That question is for the person whose edit it is.':
    'Diese Frage ist für die Person, deren Änderung es ist.',
  'That is the one I took.': 'Genau das habe ich genommen.',
  'Which one do you mean? Say a number from 1 to {most}.':
    'Welches meinst du? Sag eine Nummer von 1 bis {most}.',
  'That is painted already, or was stopped. Under the picture you can still change its plan.':
    'Das ist schon gemalt oder wurde angehalten. Unter dem Bild kannst du den Plan noch ändern.',
  'That plan is for the person whose edit it is.': 'Dieser Plan gehört der Person, deren Änderung es ist.',
  'Reply to this with the plan as it shall be, one part a line. Now it is:\n{plan}':
    'Antworte hierauf mit dem Plan, wie er sein soll, ein Teil pro Zeile. Jetzt lautet er:\n{plan}',
  'Nothing in this plan can be stronger or weaker.':
    'In diesem Plan kann nichts stärker oder schwächer sein.',
  'Deleted: {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations}, your settings, jobs and open questions.':
    'Gelöscht: {pictures} {pictures|one:Bild|other:Bilder} in {conversations} {conversations|one:Unterhaltung|other:Unterhaltungen}, deine Einstellungen, Aufträge und offenen Fragen.',
  'Of you I keep {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations}, with what you said and how each was made. Nothing leaves this machine.':
    'Von dir bewahre ich {pictures} {pictures|one:Bild|other:Bilder} in {conversations} {conversations|one:Unterhaltung|other:Unterhaltungen} auf, mit dem, was du gesagt hast und wie jedes entstand. Nichts verlässt diesen Rechner.',
  Export: 'Exportieren',
  'That deletes {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations} for good. Press once more if you mean it.':
    'Das löscht {pictures} {pictures|one:Bild|other:Bilder} in {conversations} {conversations|one:Gespräch|other:Gesprächen} für immer. Drück noch einmal, wenn du es so meinst.',
  '{method}: its own pixels, no model painted': '{method}: die eigenen Pixel, kein Modell hat gemalt',
  'Delete everything': 'Alles löschen',
  'No language model is set up: OLLAMA_HOST names no server, so the rules plan.':
    'Es ist kein Sprachmodell eingerichtet: OLLAMA_HOST nennt keinen Server, also planen die Regeln.',
  'Only those who manage this place may download models.':
    'Nur wer diesen Ort verwaltet, darf Modelle herunterladen.',
  'Downloading {model}; the rules plan meanwhile.':
    '{model} wird heruntergeladen; so lange planen die Regeln.',
  waiting: 'wartet',
  '✓ {model} is here and plans from now on.': '✓ {model} ist da und plant ab jetzt.',
  'Again {line}': 'Wieder {line}',
  'There are no rules in a direct conversation. Use this on a server.':
    'In einer Direktunterhaltung gibt es keine Regeln. Nimm das auf einem Server.',
  'Only somebody who manages this server can see and set its rules.':
    'Nur wer diesen Server verwaltet, kann seine Regeln sehen und setzen.',
  'Name the role with @, so that I see which one is meant; I got "{words}".':
    'Nenne die Rolle mit @, damit ich sehe, welche gemeint ist; bekommen habe ich „{words}“.',
  'I work: everywhere but {channels}': 'Ich arbeite: überall außer in {channels}',
  'I work: everywhere': 'Ich arbeite: überall',
  'I work: only in {channels}': 'Ich arbeite: nur in {channels}',
  'For: {roles}': 'Für: {roles}',
  'For: everybody': 'Für: alle',
  'Steps: as many as I can': 'Schritte: so viele ich kann',
  'Steps: at most {steps}': 'Schritte: höchstens {steps}',
  'Words about naked people and violence: {where}': 'Wörter über Nacktheit und Gewalt: {where}',
  'Only somebody who manages this place can set that for everybody.':
    'Nur wer diesen Ort verwaltet, kann das für alle einstellen.',
  'You can set: {names}.': 'Einstellen kannst du: {names}.',
  'Everything is as the model card says.': 'Alles ist, wie die Modellkarte es vorgibt.',
  'I answer you in {language}.': 'Ich antworte dir auf {language}.',
  'Change it like this: /settings steps:30 size:512x512. Back to the defaults: /settings reset:yes.':
    'Ändern geht so: /settings steps:30 size:512x512. Zurück zu den Vorgaben: /settings reset:yes.',
  'Moving by copy: the object is cut out and put elsewhere; no other pixel changes.':
    'Verschieben mit copy: Das Objekt wird ausgeschnitten und woanders eingesetzt; kein anderes Pixel ändert sich.',
  'Moving by copy-repaint: like copy, and the model repaints the ground where the thing stood. Slower; better on clouds and textures, worse on plain ground.':
    'Bewegen mit copy-repaint: wie copy, und das Modell malt den Grund neu, auf dem das Ding stand. Langsamer; besser bei Wolken und Mustern, schlechter bei glattem Grund.',
  'Moving by palaev: the picture is painted again and pulled by gradients, as in the paper. Slower, not exact; only for pictures painted from words.':
    'Verschieben mit palaev: Das Bild wird neu gemalt und durch Gradienten gezogen, wie im Artikel. Langsamer, nicht genau; nur für Bilder, die aus Worten gemalt wurden.',
  'Moving by palaev-plus: like palaev, and the object keeps its looks and its old place is emptied. Slower, not exact; only for pictures painted from words.':
    'Verschieben mit palaev-plus: wie palaev, und das Objekt behält sein Aussehen, sein alter Platz wird leer. Langsamer, nicht genau; nur für Bilder, die aus Worten gemalt wurden.',
  'Back at {line}': 'Zurück bei {line}',
  'The picture this was about is not kept any more.': 'Das Bild, um das es ging, ist nicht mehr da.',
  'Which one? Press a number. ("{said}")': 'Welches? Drück eine Nummer. („{said}“)',
  'The picture with numbers: {objects}': 'Das Bild mit Nummern: {objects}',
  'Something went wrong (job {id}). Try again; if it stays, tell who runs me this number.':
    'Etwas ist schiefgegangen (Auftrag {id}). Versuch es noch einmal; bleibt es so, nenne dem, der mich betreibt, diese Nummer.',
  'That button is not mine, or not from this conversation.':
    'Dieser Knopf ist nicht von mir oder nicht aus dieser Unterhaltung.',
  'Those who manage this place do not want me here. Use me in another channel, or in a direct message.':
    'Wer diesen Ort verwaltet, möchte mich hier nicht. Nimm mich in einem anderen Kanal oder in einer Direktnachricht.',
  'You need another role to use me on this server. Ask those who manage it.':
    'Du brauchst eine andere Rolle, um mich auf diesem Server zu nutzen. Frag die, die ihn verwalten.',
  'On this server a picture takes at most {most} steps; you asked for {steps}.':
    'Auf diesem Server hat ein Bild höchstens {most} Schritte; du wolltest {steps}.',
  'I do not paint "{word}" here; not on this server.':
    '„{word}“ male ich hier nicht; nicht auf diesem Server.',
  'I do not paint "{word}" here; only in channels that are marked as age-restricted.':
    '„{word}“ male ich hier nicht; nur in Kanälen mit Altersbeschränkung.',
  '{kilobytes} kB': '{kilobytes} kB',
  '{megabytes} MB': '{megabytes} MB',
  '{name} is too large to be sent here: it has {size}, the limit is {limit}. Ask for a smaller picture.':
    '{name} ist zu groß, um hier geschickt zu werden: {size}, erlaubt sind {limit}. Nimm ein kleineres Bild.',
  '{count} × {object}': '{count} × {object}',
  'an {object}': '{object}',
  'a {object}': '{object}',
  'I see {objects}.': 'Ich sehe: {objects}.',
  'Where I look for {words}: the more orange, the more closely.':
    'Wo ich {words} suche: je oranger, desto genauer schaue ich hin.',
  'I recognise nothing in this picture.': 'Auf diesem Bild erkenne ich nichts.',
  'Picture #{number}, the more orange the more I look there for "{word}"':
    'Bild #{number}; je oranger, desto mehr suche ich dort nach „{word}“',
  'Download {model}': '{model} herunterladen',
  'Planned anew: {line}': 'Neu geplant: {line}',
  'Cancelled: {line}': 'Abgebrochen: {line}',
  'loading the model': 'lädt das Modell',
  'reading the words': 'liest die Worte',
  'looking at the picture': 'schaut sich das Bild an',
  painting: 'malt',
  finishing: 'wird fertig',
  'looking for objects': 'sucht Objekte',
  'waiting, next in line': 'wartet, als Nächstes dran',
  'waiting, {position} in line': 'wartet, Platz {position}',
  'step {step} of {count}': 'Schritt {step} von {count}',
  'Preview, {label}': 'Vorschau, {label}',
  'Every region of a layout needs a colour (#rrggbb) and words; at most 12 regions.':
    'Jeder Bereich einer Anordnung braucht eine Farbe (#rrggbb) und Worte; höchstens 12 Bereiche.',
  'Nothing is painted in the colour of "{words}".': 'In der Farbe von „{words}“ ist nichts gemalt.',
  'The painting has {colours} colours for {phrases} phrases.':
    'Das Gemälde hat {colours} Farben für {phrases} Wendungen.',
  'That link is not mine. Ask for a new one: /painter.':
    'Dieser Link ist nicht von mir. Hol dir einen neuen: /painter.',
  'That link is too old. Ask for a new one: /painter.':
    'Dieser Link ist zu alt. Hol dir einen neuen: /painter.',
  'That link was used before. Ask for a new one: /painter.':
    'Dieser Link wurde schon benutzt. Hol dir einen neuen: /painter.',
  'Edit…': 'Ändern…',
  'Edit #{number}': '#{number} ändern',
  'Edit the plan': 'Plan ändern',
  'The plan of #{number}': 'Der Plan von #{number}',
  'One part a line, done on #{number}': 'Ein Teil pro Zeile, ausgeführt auf #{number}',
  '{seconds} s': '{seconds} s',
  '{minutes} min {seconds} s': '{minutes} min {seconds} s',
  'less than 1 %': 'weniger als 1 %',
  '{percent} %': '{percent} %',
  'your picture': 'dein Bild',
  'seed {seed}': 'Seed {seed}',
  'changed {share} of the picture': '{share} des Bildes geändert',
  'Mask: where I looked for "{instruction}"': 'Maske: wo ich nach „{instruction}“ gesucht habe',
  'Mask: where I looked for "{instruction}", {share} of the picture':
    'Maske: wo ich nach „{instruction}“ gesucht habe, {share} des Bildes',
  Undo: 'Rückgängig',
  Variation: 'Variante',
  Stronger: 'Stärker',
  Weaker: 'Schwächer',
  Redo: 'Wiederholen',
  Info: 'Info',
  'A size is width x height, each a multiple of {multiple} up to {largest}, for example 512x512; I got "{words}".':
    'Eine Größe ist Breite x Höhe, jeweils ein Vielfaches von {multiple} bis {largest}, zum Beispiel 512x512; bekommen habe ich „{words}“.',
  'at the top left': 'oben links',
  'at the top': 'oben',
  'at the top right': 'oben rechts',
  'on the left': 'links',
  'in the middle': 'in der Mitte',
  'on the right': 'rechts',
  'at the bottom left': 'unten links',
  'at the bottom': 'unten',
  'at the bottom right': 'unten rechts',
  '{line} — planned by {planner}': '{line} — geplant von: {planner}',
  '{line} — planned by {planner}, because {reason}': '{line} — geplant von: {planner}, denn: {reason}',
  'There is no picture here yet. Paint one first, for example /imagine a cat and a dog on grass, or send a photo.':
    'Hier ist noch kein Bild. Mal zuerst eins, zum Beispiel /imagine a cat and a dog on grass, oder schick ein Foto.',
  'Say one number, or "all": things are moved one by one.':
    'Sag eine Nummer oder „all“: Dinge werden einzeln verschoben.',
  'That was a lot at once. Give me {seconds} s, then go on.':
    'Das war viel auf einmal. Gib mir {seconds} s, dann mach weiter.',
  'Without {number}': 'Ohne {number}',
  'In other words…': 'Anders gesagt…',
  'The plan': 'Der Plan',
  'One part a line': 'Ein Teil pro Zeile',
  'There is nothing in that message. Say what to change, for example: make the cat blue.':
    'In dieser Nachricht steht nichts. Sag, was sich ändern soll, zum Beispiel: make the cat blue.',
  'That has {count} characters; I read up to {most}. Say it shorter.':
    'Das sind {count} Zeichen; ich lese bis zu {most}. Sag es kürzer.',
  '/{command} needs "{option}", for example: /{command} {example}':
    '/{command} braucht „{option}“, zum Beispiel: /{command} {example}',
  'There is no command /{typed}. Did you mean /{near}? /help lists what there is.':
    'Den Befehl /{typed} gibt es nicht. Meinst du /{near}? /help zeigt, was es gibt.',
  'There is no command /{typed}. /help lists what there is.':
    'Den Befehl /{typed} gibt es nicht. /help zeigt, was es gibt.',
  '/{command} has no option --{typed}. It has {names}.':
    '/{command} hat keine Option --{typed}. Es gibt {names}.',
  '/{command} has no option --{typed}. It has none.': '/{command} hat keine Option --{typed}. Es gibt keine.',
  nothing: 'nichts',
  '/{command} does not know what to do with "{words}".': '/{command} weiß mit „{words}“ nichts anzufangen.',
  words: 'Worte',
  'a whole number': 'eine ganze Zahl',
  'a number': 'eine Zahl',
  'yes or no': 'ja (yes) oder nein (no)',
  'a picture': 'ein Bild',
  'from {least}': 'ab {least}',
  'up to {most}': 'bis {most}',
  '/{command}: "{option}" takes {expected}; I got {got}.':
    '/{command}: „{option}“ erwartet {expected}; bekommen habe ich {got}.',
  'one of {choices}': 'eins von {choices}',
  'Nothing came out differently. Say it in other words, or try "stronger".':
    'Es hat sich nichts geändert. Sag es mit anderen Worten, oder versuch „stronger“.',
  '{change} ({where})': '{change} ({where})',
  'Changed: {changes}.': 'Geändert: {changes}.',
  'Kept as it was: {things}.': 'Unverändert: {things}.',
  '{word}: {share} % of the attention, most {x} % across and {y} % down; the warm part is {area} % of the picture, from {left} to {right} % across and {top} to {bottom} % down.':
    '{word}: {share} % der Aufmerksamkeit, am meisten bei {x} % der Breite und {y} % der Höhe; der warme Teil ist {area} % des Bildes, von {left} bis {right} % der Breite und {top} bis {bottom} % der Höhe.',
  'There is no picture to draw again yet. Paint or send one first.':
    'Es gibt noch kein Bild, das ich neu zeichnen könnte. Lass erst eins malen oder schick eins.',
  'There is no picture to reword yet. Paint or send one first.':
    'Es gibt noch kein Bild, dessen Worte ich ändern könnte. Lass erst eins malen oder schick eins.',
  'To be seen: {objects}': 'Zu sehen: {objects}',
  '• {object} {where}, {share} of the picture': '• {object}, {where}, {share} des Bildes',
  'Changed: {changes}': 'Geändert: {changes}',
};
