export { FollowedTopics } from './FollowedTopics'
export { TopicPage } from './TopicPage'
export { TopicsPage } from './TopicsPage'
