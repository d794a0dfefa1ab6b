export { useWall, type Wall } from './use-wall'
