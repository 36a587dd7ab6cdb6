import { ldaHead } from '../../src/heads/lda.ts';
import { nearestClassMeanHead } from '../../src/heads/nearest-class-mean.ts';
import { nearestNeighboursHead } from '../../src/heads/nearest-neighbours.ts';
import { pldaHead } from '../../src/heads/plda.ts';
import { describeHead } from './head.contract.ts';

describeHead('class-mean', nearestClassMeanHead);
describeHead('lda', ldaHead);
describeHead('lda, log-likelihood', () => ldaHead({ score: 'log-likelihood' }));
describeHead('plda', pldaHead);
describeHead('nearest-neighbour', () => nearestNeighboursHead(1));
describeHead('5-nearest-neighbours', () => nearestNeighboursHead(5));
