// How a question looks and what its type and states are called, for features
// beside the bank that show one.
export { default as QuestionFace } from './feature/bank/parts/QuestionFace.vue'
export { stateTone, stateWord } from './feature/bank/words'
