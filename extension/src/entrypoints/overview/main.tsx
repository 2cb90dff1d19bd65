import { startOverview } from '@/features/overview/start-overview';
import '@/ui/base.css';
import '@/ui/controls.css';
import '@/features/syncs/syncs.css';
import '@/features/overview/overview.css';
import '@/features/issues/issues.css';
import '@/features/chart/chart.css';

void startOverview(document.body);
