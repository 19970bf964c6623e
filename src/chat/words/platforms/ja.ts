import type { Translations } from '../language.ts';

/** What Discord, Slack and the web chat's server say around the bot's own words. */
export const ja: Translations = {
  'Done: {link}': '完成しました: {link}',
  Cancel: 'キャンセル',
  Edit: '編集',
  'Which one?': 'どれですか？',
  'Edit this picture': 'この画像を編集',
  'What shall change?': '何を変えますか？',
  'make the car red and remove the tree': '例: make the car red and remove the tree',
  'what is in the picture?': '画像には何がありますか？',
  'There is no picture in that message. Use it on a message with a PNG, JPEG or WebP picture.':
    'そのメッセージには画像がありません。PNG、JPEG、WebP の画像があるメッセージで使ってください。',
  'I cannot read a reply while its ping is off. Turn on the @ of the reply, mention me, or use /edit.':
    'メンションがオフの返信は読めません。返信の @ をオンにするか、私をメンションするか、/edit を使ってください。',
  'I may not do that in this channel: I am missing {permissions}. Somebody who manages the server can allow it for me under Channel settings, Permissions.':
    'このチャンネルではできません。足りない権限: {permissions}。サーバー管理者がチャンネルの編集の「権限」で許可できます。',
  'I answer here because I am missing {permissions} in this channel. Continue with the buttons or /edit.':
    'このチャンネルでは次の権限がないため、ここで答えます: {permissions}。続きはボタンか /edit でどうぞ。',
  'Left out, too large to send: {names}.': '大きすぎて送れませんでした: {names}',
  'This form has expired. Press the button again.':
    'このフォームは期限切れです。もう一度ボタンを押してください。',
  'My pictures': '自分の画像',
  Settings: '設定',
  'Delete my data': '自分のデータを削除',
  'Nothing painted yet. Try: /imagine a cat on a sofa':
    'まだ何も描いていません。例: /imagine a cat on a sofa',
  'I am not in this channel, so I cannot answer here. Invite me with /invite @Limner and ask again.':
    'このチャンネルに参加していないため、ここでは答えられません。/invite @Limner で招待してから、もう一度お試しください。',
  'Only you see this picture: {link}': 'この画像はあなただけに表示されます：{link}',
  'I cannot answer here: {reason}.': 'ここでは答えられません：{reason}。',
  'Only where this mask is white (optional)': 'このマスクの白い所だけ（任意）',
  'On this server I do not paint with {model}; there are {models}.':
    'このサーバーでは {model} で描きません。使えるもの: {models}',
  'Enlarged with a Lanczos filter: more pixels, no new detail.':
    'Lanczos フィルターで拡大しました。画素は増えましたが、細部は増えていません。',
  '#{number} would have {width} × {height} pixels; I enlarge up to {most} on a side.':
    '#{number} は {width} × {height} ピクセルになります。一辺 {most} までしか拡大できません。',
  '#{number} would be too large to be sent here. Try a smaller factor.':
    '#{number} は大きすぎてここでは送れません。倍率を小さくしてください。',
  'I cannot read "{line}". Write words and a number, for example: {example}.':
    '「{line}」を読み取れません。単語と数を書いてください。例: {example}',
  '"{words}" can have a weight from {least} to {most}; I got {weight}.':
    '「{words}」の重みは {least} から {most} までです。受け取った値: {weight}',
  '#{number} has neither a prompt nor parts of an edit that could be weighed.':
    '#{number} には重みを付けられる文も編集もありません。',
  'Change them like this: /weights {example}.': '変更の例: /weights {example}',
  'With all weights at 0 there is nothing left to do.': '重みがすべて 0 では何もすることがありません。',
  Weights: '重み',
  'Weights of #{number}': '#{number} の重み',
  'One a line: 1 as it was, 1.5 more, 0.5 less': '1 行に 1 つ。1 はそのまま、1.5 は強く',
  Upscale: '拡大',
  '#{parent} with {width} × {height} pixels': '#{parent} を {width} × {height} ピクセルに',
  'That mask is black all over: nothing may change then.':
    'そのマスクは真っ黒です。これでは何も変えられません。',
  'Here there is no choice of models.': 'ここではモデルを選べません。',
  'There is no model {name} here; there are {models}.':
    '{name} というモデルはありません。使えるもの: {models}',
  'Models: all that I have': 'モデル: すべて',
  'Models: {models}': 'モデル: {models}',
  '{name} cannot be fetched any more. Send it again.':
    '{name} はもう取得できません。もう一度送ってください。',
  '{name} is too large: it has {size}, the limit is {limit}.':
    '{name} は大きすぎます（{size}、上限 {limit}）。',
  'Discord says these files are too large together. Ask for a smaller picture.':
    'ファイルの合計が Discord の上限を超えています。小さい画像を頼んでください。',
  'Slack did not give me "{name}" but its login page. Somebody who manages this app must add the scope files:read (OAuth & Permissions) and reinstall it.':
    'Slack は「{name}」ではなくログインページを返しました。アプリの管理者が files:read スコープを追加（OAuth & Permissions）し、再インストールする必要があります。',
  '"{name}" is not a picture that I can read. Send a PNG, JPEG, WebP or GIF.':
    '「{name}」は読める画像ではありません。PNG、JPEG、WebP、GIF を送ってください。',
  'A layout may have up to {size}.': 'レイアウトは {size} までです。',
  'The page sent no whole layout. Load it again and try once more.':
    'ページから完全なレイアウトが届きませんでした。再読み込みして、もう一度試してください。',
  'I do not know what #{number} shows, so I can enlarge it only without detail.':
    '#{number} に何が写っているか分からないため、細部なしでのみ拡大できます。',
  '#{number} × {factor}, with finer detail': '#{number} × {factor}、より細かく',
  'That did not work on the server; nothing you wrote is lost. The reason is in its log.':
    'サーバーで失敗しました。書いたものは失われていません。理由はサーバーのログにあります。',
  'There is nothing here.': 'ここには何もありません。',
  'A title has 1 to 80 characters.': 'タイトルは 1～80 文字です。',
  'That is too much for one message: its files may have up to {size} together.':
    '1 つのメッセージには多すぎます。ファイルは合計 {size} までです。',
  'The page sent something unknown: {problem}': 'ページから不明な内容が届きました: {problem}',
  'Open the page of the chat first, with cookies allowed.':
    '先に Cookie を許可してチャットのページを開いてください。',
  'That conversation is not there (any more).': 'その会話はもうありません。',
  '{count} files are too many; send up to {most} at once.':
    '{count} 個のファイルは多すぎます。一度に {most} 個までです。',
  'Your picture {name}': 'あなたの画像 {name}',
  'The message you answer is not there any more.': '返信先のメッセージはもうありません。',
  'There is nothing in the message yet: write what to paint or what to change.':
    'メッセージがまだ空です。描くものや変えるものを書いてください。',
  'The message is too long: it has {count} characters, the limit is {most}.':
    'メッセージが長すぎます（{count} 文字、上限 {most} 文字）。',
  'That button is not there any more; the message has changed meanwhile.':
    'そのボタンはもうありません。メッセージが変わっています。',
};
