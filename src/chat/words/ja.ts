import type { Words } from './language.ts';

export const ja: Words = {
  working: '作業中です…',
  done: '完成しました: {link}',
  cancel: 'キャンセル',
  edit: '編集',
  pick: 'どれですか？',
  pickOne: '{number} を選ぶ: {label}',
  editThisPicture: 'この画像を編集',
  describeObjects: '写っている物を説明',
  whatToChange: '何を変えますか？',
  whatToChangeExample: '車を赤くして、木を消して',
  whatIsInIt: '画像には何がありますか？',
  noPictureThere:
    'そのメッセージには画像がありません。PNG、JPEG、WebP の画像があるメッセージで使ってください。',
  replyWithPing:
    'メンションがオフの返信は読めません。返信の @ をオンにするか、私をメンションするか、/edit を使ってください。',
  missingPermissions:
    'このチャンネルではできません。足りない権限: {permissions}。サーバー管理者がチャンネルの編集の「権限」で許可できます。',
  answeringHere:
    'このチャンネルでは次の権限がないため、ここで答えます: {permissions}。続きはボタンか /edit でどうぞ。',
  leftOut: '大きすぎて送れませんでした: {names}',
  formGone: 'このフォームは期限切れです。もう一度ボタンを押してください。',
  notAllowedDirect: 'その会話にはもう届きません。/imagine からやり直してください。',
  signIn: 'サインインしました。',
  homePictures: '自分の画像',
  homeSettings: '設定',
  homeDelete: '自分のデータを削除',
  homeEmpty: 'まだ何も描いていません。例: /imagine ソファーの上の猫',
  inviteMe:
    'このチャンネルに参加していないため、ここでは答えられません。/invite @Limner で招待してから、もう一度お試しください。',
};
