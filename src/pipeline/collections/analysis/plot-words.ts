import type { PlotLanguage } from '../../../collections/face-analysis.ts';

/** Words of the reports' plots in each language, by how the plots have them. */
export const PLOT_WORDS: Readonly<Record<PlotLanguage, Readonly<Record<string, string>>>> = {
  // As a title of an axis the whole is longer than the axis.
  en: { 'enrolled people named right (DIR)': 'enrolled named right (DIR)' },
  vi: {
    'score of the best candidate': 'điểm của ứng viên giống nhất',
    'share of their photos': 'tỉ lệ trong số ảnh của họ',
    strangers: 'người lạ',
    'enrolled: right': 'ghi danh: đúng',
    'enrolled: wrong': 'ghi danh: sai',
    'strangers named (FPIR)': 'gọi tên người lạ (FPIR)',
    'enrolled people named right (DIR)': 'gọi đúng tên (DIR)',
    'said to be right': 'xác suất đúng được nêu',
    'were right': 'thực tế đúng',
  },
};
