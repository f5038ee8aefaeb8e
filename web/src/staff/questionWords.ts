// How types, pools, states and difficulties of questions are called, for
// features beside the bank; apart from the editor, which is large.
export { difficulties, difficultyWord, pools, poolWord, states, stateWord, types, typeWord } from './feature/bank/words'
