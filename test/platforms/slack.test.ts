import { platformContract } from '../contracts/platform.contract.ts';
import { slackStage } from './slack-stage.ts';

platformContract('Slack', slackStage);
