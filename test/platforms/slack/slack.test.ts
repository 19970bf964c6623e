import { platformContract } from '../../contracts/platform.contract.ts';
import { slackStage } from './stage.ts';

platformContract('Slack', slackStage);
