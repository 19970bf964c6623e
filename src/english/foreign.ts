/** Small words and orders of the languages the bot speaks besides English, without those that are English too. */
const FOREIGN = new Set(
  `mach mache machen male ersetze ersetz entferne entfern lösche füge verschiebe ändere tausche färbe ein eine einen
  einem einer und der das dem mit durch nicht auf soll sein ist bitte kein keine statt hintergrund bild größer kleiner
  nach links rechts oben unten hund katze
  le les une des du dans sur avec par remplace remplacez enlève enlevez supprime supprimez mets mettez ajoute ajoutez
  déplace déplacez fais faites rends rendez peins peignez à gauche droite chat chien
  el los las una del por para cambia reemplaza sustituye quita elimina pon haz pinta añade mueve borra izquierda derecha
  más fondo imagen gato perro
  uma os pelo pela troque substitua tire remova deixe mude faça pinte adicione mova apague esquerda direita mais fundo
  imagem cachorro`
    .split(/\s+/u)
    .filter(Boolean),
);
const ENGLISH = new Set(
  `the and with of it is make turn add remove replace change move into this that my both every from left right undo
  paint draw put give show what`
    .split(/\s+/u)
    .filter(Boolean),
);
/** Share of the words of a sentence that must be known as foreign. */
const SHARE = 0.25;
const OTHER_SCRIPT = /[^\P{L}\p{Script=Latin}]/u;

/**
 * True for a sentence of another language than English: in another script, or with the small words of German, French,
 * Spanish or Portuguese and none of English. What stands in quotes does not count.
 */
export function isForeign(typed: string): boolean {
  const said = typed.toLowerCase().replaceAll(/"[^"]*"|“[^”]*”|«[^»]*»/gu, ' ');
  if (OTHER_SCRIPT.test(said)) return true;
  const words = said.match(/\p{L}+/gu) ?? [];
  if (words.some((word) => ENGLISH.has(word))) return false;
  const foreign = words.filter((word) => FOREIGN.has(word)).length;
  return foreign > 0 && foreign >= SHARE * words.length;
}
