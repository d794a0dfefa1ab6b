export { default as ParticipantVideo } from './ParticipantVideo.vue'
export { lineTrouble, troubleOf, type Trouble } from './trouble'
export { useTroubleWords } from './trouble-words'
