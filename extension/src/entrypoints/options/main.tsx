import { startOptions } from '@/features/options/start-options';
import '@/ui/base.css';
import '@/ui/controls.css';
import '@/ui/combobox.css';
import '@/features/syncs/syncs.css';
import '@/features/options/options.css';
import '@/features/mapping/mapping.css';
import '@/features/mapping/preview-result.css';

void startOptions(document.body);
