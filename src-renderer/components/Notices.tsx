import { Notifications } from '@mantine/notifications';
import '@mantine/notifications/styles.layer.css';

/** A file of its own, so that it is loaded after the first screen. */
export default function Notices() {
  return <Notifications position="bottom-right" />;
}
