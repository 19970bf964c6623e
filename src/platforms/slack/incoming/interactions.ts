import { tell } from '../../../locales/tell.ts';
import { sentence } from '../../../sentence.ts';
import { ACTION, anchorOf } from '../outgoing/blocks.ts';
import type { Context } from './context.ts';
import { buttonForm, editForm, findForm, FORM, readForm } from './forms.ts';
import type { FormPlace } from './forms.ts';
import { teamOf } from './payloads.ts';
import type { ActionPayload, ShortcutPayload, SlackFile, ViewPayload } from './payloads.ts';
import { anchorFor, messageAt, placeAt } from '../place.ts';
import type { Place } from '../place.ts';

/** Buttons, menus, forms and the message shortcut "Edit this picture". */
export function listenToInteractions(context: Context): void {
  const { app, api, records, store, origin, filesOf, run, runOnce } = context;

  app.action(new RegExp(`^(?:${ACTION.button}|${ACTION.choice})`, 'u'), async ({ ack, body }) => {
    await ack();
    const payload = body as unknown as ActionPayload;
    const [action] = payload.actions;
    const id = action?.selected_option?.value ?? action?.value;
    if (action === undefined || id === undefined) return;
    runOnce('button', `${payload.trigger_id}:${action.action_ts ?? ''}`, async () => {
      const place = placeOfAction(payload);
      const ts = payload.message?.ts ?? payload.container?.message_ts ?? '';
      const there = await origin(place, payload.user.id, [], payload.response_url);
      await context.onEvent({ ...there, type: 'button', id, on: messageAt(place, ts) });
    });
  });

  // Slack opens the address by itself and only wants to hear that we know of it.
  app.action(new RegExp(`^${ACTION.link}`, 'u'), ({ ack }) => ack());

  app.action(new RegExp(`^${ACTION.ask}`, 'u'), async ({ ack, body }) => {
    await ack();
    const payload = body as unknown as ActionPayload;
    run('form', async () => {
      const place = placeOfAction(payload);
      const kept = await findForm(store, payload.actions[0]?.value);
      if (kept === undefined) {
        const { respond, locale } = await origin(place, payload.user.id, [], payload.response_url);
        await respond({
          text: tell(locale, sentence('forms.expired')),
          isPrivate: true,
        });
        return;
      }
      const where: FormPlace = {
        team: place.team,
        channel: place.channel,
        thread: anchorFor(place),
        message: payload.message?.ts ?? '',
        button: kept.id,
      };
      // Slack opens a form only within 3 s of the press, so Slack is asked nothing before.
      const known = await context.person.known(place.team, payload.user.id);
      await api.call(place.team, 'views.open', {
        trigger_id: payload.trigger_id,
        view: buttonForm(where, kept.ask, known?.locale),
      });
    });
  });

  app.shortcut('edit_picture', async ({ ack, body }) => {
    await ack();
    const payload = body as unknown as ShortcutPayload;
    const team = teamOf(payload);
    run('shortcut', async () => {
      const { ts, thread_ts: thread = ts, files } = payload.message;
      const isOurs = (await records.placeOfMessage(team, payload.channel.id, ts)) !== undefined;
      const where: FormPlace = {
        team,
        channel: payload.channel.id,
        thread,
        message: ts,
        ...(isOurs ? {} : { files: (files ?? []).slice(0, 4).map((file) => trimFile(file)) }),
      };
      const known = await context.person.known(team, payload.user.id);
      await api.call(team, 'views.open', {
        trigger_id: payload.trigger_id,
        view: editForm(where, known?.locale),
      });
    });
  });

  app.view(new RegExp(`^(?:${FORM.button}|${FORM.edit})$`, 'u'), async ({ ack, body }) => {
    await ack();
    const payload = body as unknown as ViewPayload;
    const where = JSON.parse(payload.view.private_metadata) as FormPlace;
    runOnce('form', payload.view.id, async () => {
      const { team, channel, thread } = where;
      const user = payload.user.id;
      const place = placeAt(team, channel, thread);
      const { values, uploads } = readForm(payload);
      if (place.thread !== undefined && (await records.thread(team, channel, place.thread)) === undefined) {
        await records.openThread(team, channel, place.thread, { owner: user, onlyMentions: true });
      }
      const given = uploads.flatMap(({ field, files }) => filesOf(team, files, field));
      const there = await origin(place, user, [...filesOf(team, where.files), ...given]);
      const on = messageAt(place, where.message);
      await context.onEvent(
        where.button === undefined
          ? {
              ...there,
              type: 'message',
              text: (values['words'] ?? '').trim(),
              ...(where.files === undefined ? { to: on } : {}),
            }
          : { ...there, type: 'button', id: where.button, on, values },
      );
    });
  });
}

const placeOfAction = ({ container, channel, message, user, actions, ...payload }: ActionPayload): Place => {
  const anchor = anchorOf(actions[0]?.block_id) ?? message?.thread_ts ?? container?.thread_ts ?? message?.ts;
  return placeAt(teamOf({ ...payload, user }), channel?.id ?? container?.channel_id ?? '', anchor ?? user.id);
};

const trimFile = ({ id, name, mimetype, size, mode, url_private }: SlackFile): SlackFile => ({
  id,
  ...(name === undefined ? {} : { name }),
  ...(mimetype === undefined ? {} : { mimetype }),
  ...(size === undefined ? {} : { size }),
  ...(mode === undefined ? {} : { mode }),
  ...(url_private === undefined ? {} : { url_private }),
});
