import { Notifications } from '@mantine/notifications';
import '@mantine/notifications/styles.layer.css';

/** A file of its own, so that it is read after the first screen is up. */
export default function Notices() {
  return <Notifications position="bottom-right" />;
}
