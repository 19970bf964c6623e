/** English: the language that all others are translated from. `{name}` is filled in by `say`. */
export const en = {
  working: 'On it…',
  done: 'Done: {link}',
  cancel: 'Cancel',
  edit: 'Edit',
  pick: 'Which one?',
  pickOne: 'Pick {number}: {label}',
  editThisPicture: 'Edit this picture',
  describeObjects: 'Describe objects',
  whatToChange: 'What shall change?',
  whatToChangeExample: 'make the car red and remove the tree',
  whatIsInIt: 'what is in the picture?',
  noPictureThere:
    'There is no picture in that message. Use it on a message with a PNG, JPEG or WebP picture.',
  replyWithPing:
    'I cannot read a reply while its ping is off. Turn on the @ of the reply, mention me, or use /edit.',
  missingPermissions:
    'I may not do that in this channel: I am missing {permissions}. Somebody who manages the server can allow it for me under Channel settings, Permissions.',
  answeringHere:
    'I answer here because I am missing {permissions} in this channel. Continue with the buttons or /edit.',
  leftOut: 'Left out, too large to send: {names}.',
  formGone: 'This form has expired. Press the button again.',
  notAllowedDirect: 'I cannot reach that conversation any more. Start again with /imagine.',
  signIn: 'Signed in.',
  homePictures: 'My pictures',
  homeSettings: 'Settings',
  homeDelete: 'Delete my data',
  homeEmpty: 'Nothing painted yet. Try: /imagine a cat on a sofa',
  inviteMe:
    'I am not in this channel, so I cannot answer here. Invite me with /invite @Limner and ask again.',
} as const;
