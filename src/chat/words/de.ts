import type { Words } from './language.ts';

export const de: Words = {
  working: 'Bin dran …',
  done: 'Fertig: {link}',
  cancel: 'Abbrechen',
  edit: 'Ändern',
  pick: 'Welches?',
  pickOne: '{number} nehmen: {label}',
  editThisPicture: 'Dieses Bild ändern',
  describeObjects: 'Objekte beschreiben',
  whatToChange: 'Was soll sich ändern?',
  whatToChangeExample: 'mach das Auto rot und entferne den Baum',
  whatIsInIt: 'was ist auf dem Bild?',
  noPictureThere:
    'In dieser Nachricht ist kein Bild. Nimm eine Nachricht mit einem PNG-, JPEG- oder WebP-Bild.',
  replyWithPing:
    'Ohne Erwähnung kann ich eine Antwort nicht lesen. Schalte das @ der Antwort ein, erwähne mich oder nimm /edit.',
  missingPermissions:
    'Das darf ich in diesem Kanal nicht: mir fehlt {permissions}. Wer den Server verwaltet, kann es mir unter Kanal bearbeiten, Berechtigungen erlauben.',
  answeringHere:
    'Ich antworte hier, weil mir in diesem Kanal {permissions} fehlt. Weiter geht es mit den Knöpfen oder /edit.',
  leftOut: 'Weggelassen, zu groß zum Senden: {names}.',
  formGone: 'Dieses Formular ist abgelaufen. Drücke den Knopf noch einmal.',
  notAllowedDirect: 'Diese Unterhaltung erreiche ich nicht mehr. Fang mit /imagine neu an.',
  signIn: 'Angemeldet.',
  homePictures: 'Meine Bilder',
  homeSettings: 'Einstellungen',
  homeDelete: 'Meine Daten löschen',
  homeEmpty: 'Noch nichts gemalt. Versuch: /imagine eine Katze auf einem Sofa',
  inviteMe:
    'Ich bin nicht in diesem Kanal und kann hier nicht antworten. Lade mich mit /invite @Limner ein und frag noch einmal.',
};
