import type { Translations } from '../language.ts';

/** What Discord, Slack and the web chat's server say around the bot's own words. */
export const de: Translations = {
  'Done: {link}': 'Fertig: {link}',
  Cancel: 'Abbrechen',
  Edit: 'Ändern',
  'Which one?': 'Welches?',
  'Edit this picture': 'Dieses Bild ändern',
  'What shall change?': 'Was soll sich ändern?',
  'make the car red and remove the tree': 'zum Beispiel: make the car red and remove the tree',
  'what is in the picture?': 'was ist auf dem Bild?',
  'There is no picture in that message. Use it on a message with a PNG, JPEG or WebP picture.':
    'In dieser Nachricht ist kein Bild. Nimm eine Nachricht mit einem PNG-, JPEG- oder WebP-Bild.',
  'I cannot read a reply while its ping is off. Turn on the @ of the reply, mention me, or use /edit.':
    'Ohne Erwähnung kann ich eine Antwort nicht lesen. Schalte das @ der Antwort ein, erwähne mich oder nimm /edit.',
  'I may not do that in this channel: I am missing {permissions}. Somebody who manages the server can allow it for me under Channel settings, Permissions.':
    'Das darf ich in diesem Kanal nicht: mir fehlt {permissions}. Wer den Server verwaltet, kann es mir unter Kanal bearbeiten, Berechtigungen erlauben.',
  'I answer here because I am missing {permissions} in this channel. Continue with the buttons or /edit.':
    'Ich antworte hier, weil mir in diesem Kanal {permissions} fehlt. Weiter geht es mit den Knöpfen oder /edit.',
  'Left out, too large to send: {names}.': 'Weggelassen, zu groß zum Senden: {names}.',
  'This form has expired. Press the button again.':
    'Dieses Formular ist abgelaufen. Drücke den Knopf noch einmal.',
  'My pictures': 'Meine Bilder',
  Settings: 'Einstellungen',
  'Delete my data': 'Meine Daten löschen',
  'Nothing painted yet. Try: /imagine a cat on a sofa':
    'Noch nichts gemalt. Versuch: /imagine a cat on a sofa',
  'I am not in this channel, so I cannot answer here. Invite me with /invite @Limner and ask again.':
    'Ich bin nicht in diesem Kanal und kann hier nicht antworten. Lade mich mit /invite @Limner ein und frag noch einmal.',
  'Only you see this picture: {link}': 'Nur du siehst dieses Bild: {link}',
  'I cannot answer here: {reason}.': 'Ich kann hier nicht antworten: {reason}.',
  'Only where this mask is white (optional)': 'Nur wo diese Maske weiß ist (freiwillig)',
  'On this server I do not paint with {model}; there are {models}.':
    'Auf diesem Server male ich nicht mit {model}; es gibt {models}.',
  'Enlarged with a Lanczos filter: more pixels, no new detail.':
    'Mit einem Lanczos-Filter vergrößert: mehr Pixel, keine neuen Einzelheiten.',
  '#{number} would have {width} × {height} pixels; I enlarge up to {most} on a side.':
    '#{number} hätte {width} × {height} Pixel; ich vergrößere bis {most} an einer Seite.',
  '#{number} would be too large to be sent here. Try a smaller factor.':
    '#{number} wäre zu groß zum Senden. Nimm einen kleineren Faktor.',
  'I cannot read "{line}". Write words and a number, for example: {example}.':
    '„{line}“ kann ich nicht lesen. Schreib Worte und eine Zahl, zum Beispiel: {example}.',
  '"{words}" can have a weight from {least} to {most}; I got {weight}.':
    '„{words}“ kann ein Gewicht von {least} bis {most} haben; ich bekam {weight}.',
  '#{number} has neither a prompt nor parts of an edit that could be weighed.':
    '#{number} hat weder einen Text noch Teile einer Änderung, die man gewichten könnte.',
  'Change them like this: /weights {example}.': 'So änderst du sie: /weights {example}.',
  'With all weights at 0 there is nothing left to do.': 'Wenn alle Gewichte 0 sind, bleibt nichts zu tun.',
  Weights: 'Gewichte',
  'Weights of #{number}': 'Gewichte von #{number}',
  'One a line: 1 as it was, 1.5 more, 0.5 less': 'Je Zeile eins: 1 wie bisher, 1.5 mehr',
  Upscale: 'Vergrößern',
  '#{parent} with {width} × {height} pixels': '#{parent} mit {width} × {height} Pixeln',
  'That mask is black all over: nothing may change then.':
    'Diese Maske ist ganz schwarz: so darf sich nichts ändern.',
  'Here there is no choice of models.': 'Hier gibt es keine Auswahl an Modellen.',
  'There is no model {name} here; there are {models}.':
    'Ein Modell {name} gibt es hier nicht; es gibt {models}.',
  'Models: all that I have': 'Modelle: alle, die ich habe',
  'Models: {models}': 'Modelle: {models}',
  '{name} cannot be fetched any more. Send it again.':
    '{name} lässt sich nicht mehr holen. Schick es noch einmal.',
  '{name} is too large: it has {size}, the limit is {limit}.':
    '{name} ist zu groß: {size}, erlaubt sind {limit}.',
  'Discord says these files are too large together. Ask for a smaller picture.':
    'Discord sagt, diese Dateien sind zusammen zu groß. Bitte um ein kleineres Bild.',
  'Slack did not give me "{name}" but its login page. Somebody who manages this app must add the scope files:read (OAuth & Permissions) and reinstall it.':
    'Slack gab mir statt „{name}“ seine Anmeldeseite. Wer diese App verwaltet, muss den Scope files:read hinzufügen (OAuth & Permissions) und sie neu installieren.',
  '"{name}" is not a picture that I can read. Send a PNG, JPEG, WebP or GIF.':
    '„{name}“ ist kein Bild, das ich lesen kann. Schick ein PNG, JPEG, WebP oder GIF.',
  'A layout may have up to {size}.': 'Eine Anordnung darf höchstens {size} haben.',
  'The page sent no whole layout. Load it again and try once more.':
    'Die Seite hat keine vollständige Anordnung geschickt. Lade sie neu und versuch es noch einmal.',
  'I do not know what #{number} shows, so I can enlarge it only without detail.':
    'Ich weiß nicht, was #{number} zeigt, und kann es nur ohne neue Einzelheiten vergrößern.',
  '#{number} × {factor}, with finer detail': '#{number} × {factor}, feiner gemalt',
  'That did not work on the server; nothing you wrote is lost. The reason is in its log.':
    'Das hat auf dem Server nicht geklappt; nichts, was du geschrieben hast, ist verloren. Der Grund steht in seinem Protokoll.',
  'There is nothing here.': 'Hier ist nichts.',
  'A title has 1 to 80 characters.': 'Ein Titel hat 1 bis 80 Zeichen.',
  'That is too much for one message: its files may have up to {size} together.':
    'Das ist zu viel für eine Nachricht: Ihre Dateien dürfen zusammen höchstens {size} haben.',
  'The page sent something unknown: {problem}': 'Die Seite hat etwas Unbekanntes geschickt: {problem}',
  'Open the page of the chat first, with cookies allowed.':
    'Öffne zuerst die Seite des Chats, mit erlaubten Cookies.',
  'That conversation is not there (any more).': 'Diese Unterhaltung ist nicht (mehr) da.',
  '{count} files are too many; send up to {most} at once.':
    '{count} Dateien sind zu viele; schick höchstens {most} auf einmal.',
  'Your picture {name}': 'Dein Bild {name}',
  'The message you answer is not there any more.': 'Die Nachricht, auf die du antwortest, ist nicht mehr da.',
  'There is nothing in the message yet: write what to paint or what to change.':
    'In der Nachricht steht noch nichts: Schreib, was ich malen oder ändern soll.',
  'The message is too long: it has {count} characters, the limit is {most}.':
    'Die Nachricht ist zu lang: {count} Zeichen, erlaubt sind {most}.',
  'That button is not there any more; the message has changed meanwhile.':
    'Diesen Knopf gibt es nicht mehr; die Nachricht hat sich inzwischen geändert.',
};
