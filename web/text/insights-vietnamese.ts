import type { INSIGHTS_ENGLISH } from './insights-english.ts';
import { count, faces, people, photos } from './vietnamese-counts.ts';

/** Texts of the pages that look at a whole collection, in Vietnamese. */
export const INSIGHTS_VIETNAMESE: typeof INSIGHTS_ENGLISH = {
  status: {
    title: 'Cách quyết định câu trả lời',
    threshold: (value) => `Ngưỡng ${value}`,
    calibrating: 'Đang học từ thay đổi vừa rồi …',
    ready: 'Đã cập nhật',
    promised: (rate, number) =>
      `Từ điểm này trở lên khuôn mặt được gọi tên. Nhiều nhất ${rate} người lạ bị gọi nhầm, đo trên ${people(number)}.`,
    notPromised: (rate, number) =>
      `Mục tiêu là nhiều nhất ${rate} người lạ bị gọi nhầm. ${people(number)} còn quá ít để bảo đảm; hãy thêm người.`,
    measured: (rate, low, high) =>
      `Đo bằng cách coi lần lượt từng người là người lạ: ${rate} bị gọi nhầm (từ ${low} đến ${high}, độ tin cậy 95 %).`,
  },
  evidence: {
    seen: (widthPx, detection) => `Khuôn mặt rộng ${widthPx} px, được phát hiện với ${detection}.`,
    quality: (overall, words) => `Chất lượng ${overall}: ${words}.`,
    overallQuality: (overall) => `Chất lượng khuôn mặt: ${overall}`,
    qualities: {
      sharp: 'nét',
      soft: 'hơi mờ',
      blurred: 'mờ',
      frontal: 'nhìn thẳng',
      turned: (degrees) => `quay ${degrees}°`,
      wellLit: 'đủ sáng',
      badlyLit: 'ánh sáng xấu',
      dark: 'tối',
      light: 'quá sáng',
      faint: 'nhạt',
      tiny: 'rất nhỏ',
      drawing: 'giống hình vẽ',
    },
    votes: (votes) => `Từng mạng riêng, so với ảnh giống nhất: ${votes}.`,
    rules: {
      blend: 'Điểm của một người là trung bình của ảnh giống nhất và của tất cả ảnh của họ.',
      mean: 'Điểm của một người tính trên tất cả ảnh của họ.',
      nearest: 'Điểm của một người tính theo ảnh giống nhất.',
    },
  },
  findings: {
    title: 'Mọi người có đúng không?',
    lead: 'Những gì trông sai giữa mọi người, chắc nhất đứng trước: sai tên, trùng người, lẫn người, ảnh lặp.',
    again: 'Tìm lại',
    looking: 'Đang so mọi người với nhau …',
    empty: 'Không thấy gì sai.',
    sure: (percent) => `${percent} khả năng là như vậy`,
    why: 'Vì sao',
    yes: 'Đúng, sửa đi',
    no: 'Không, vẫn ổn',
    inQuestion: 'Đang hỏi',
    comparedWith: 'So với',
    faceNumber: (place) => `Khuôn mặt đang hỏi ${place}`,
    more: (number) => `và ${faces(number)} nữa`,
    keys: 'Phím: y đúng, n không (không hỏi lại), ? không chắc, mũi tên để đi, x chọn (shift để chọn dải), g lưới, z hoàn tác',
    asks: {
      wrongPerson: (person, other) => `Đây có phải ${other}, chứ không phải ${person}?`,
      farFromEverybody: (person) => `Đây có phải ai khác, không phải ${person}?`,
      samePerson: (person, other) => `${person} và ${other} có phải một người?`,
      twoPeople: (person) => `Dưới tên ${person} có phải là hai người?`,
      copies: (names) => `Có phải cùng một ảnh? (${names.join(', ')})`,
    },
    because: {
      ownScore: (person, score) => `Điểm trung bình với các ảnh khác của ${person} là ${score}`,
      tooLow: (own) => `${own}, quá thấp để là một người.`,
      nobodys: (own, other, score) =>
        `${own}, và với ${other}, người giống nhất, là ${score}: cả hai đều không đủ để là một người, nên đây là ai đó chưa ghi danh, hoặc không phải khuôn mặt.`,
      others: (own, other, score) => `${own}; với ảnh của ${other} là ${score}.`,
      alone: 'Không quy tắc nào khác cho thấy như vậy.',
      agreed: (rules) => `${rules} cũng cho thấy như vậy.`,
      rules: {
        'confident-learning': 'cách học theo độ tin cậy',
        'nearest-photos': 'khoảng cách đến các ảnh gần nhất',
      },
      unlikeEachOther: (person, score) =>
        `Hai ảnh của ${person} không giống nhau (điểm ${score}) và cũng không giống ai khác. Chúng không cho biết gì hơn: hãy xem ảnh nào là ${person}.`,
      alike: (one, other, score) =>
        `Ảnh của ${one} và của ${other} có điểm trung bình ${score} với nhau, như ảnh của một người. Có thể là một người dưới hai tên, hoặc một trong hai chỉ có một ảnh sai.`,
      fallsApart: (person, { larger, smaller }, score) =>
        `Ảnh của ${person} chia thành hai phần, ${count(larger)} và ${count(smaller)} ảnh, có điểm trung bình ${score} với nhau, như ảnh của hai người.`,
      like: (number, person, score) => `Phần ${count(number)} ảnh giống ${person} (${score}).`,
      repeated: (number, person) =>
        `Có vẻ cùng một ảnh xuất hiện ${count(number)} lần dưới tên ${person}. Một ảnh là đủ: ảnh lớn nhất được giữ lại.`,
      shared: (names) => `Có vẻ cùng một ảnh xuất hiện dưới tên ${names}.`,
      fits: (person, score) => `Ảnh hợp nhất với các ảnh khác của ${person} (điểm trung bình ${score}).`,
      fitsNobody: 'Các ảnh khác của họ không cho biết ảnh này là của ai.',
      and: ' và ',
    },
    does: {
      move: (number, name) => `Chọn đúng sẽ chuyển ${faces(number)} sang ${name}.`,
      moveToNew: (number, name) => `Chọn đúng sẽ chuyển ${faces(number)} sang người mới, ${name}.`,
      free: 'Chọn đúng sẽ tách khuôn mặt ra; có thể đặt tên khác cho nó.',
      setAside: (number) => `Chọn đúng sẽ để ${faces(number)} sang bên; giữ lại một ảnh.`,
      merge: (from, into) => `Chọn đúng sẽ gộp ${from} vào ${into}.`,
      none: 'Không có đề xuất nào. Hãy xem từng người, hoặc chọn không.',
    },
  },
  figures: {
    title: 'Chắc đến mức nào?',
    lead: 'Đo trên những người đã ghi danh: mỗi người được tìm như người lạ và như ảnh mới. Cập nhật theo từng thay đổi.',
    measuring: 'Đang đo …',
    empty: 'Hãy ghi danh ít nhất hai người để xem số liệu.',
    expect: 'Có thể mong đợi gì',
    judgedOn: (who, mated, strangers) =>
      `Đo trên ${people(who)}: ${count(mated)} lượt tìm người đã ghi danh, ${count(strangers)} lượt người lạ.`,
    perThousand: 'Trên 1.000 ảnh, với khoảng tin cậy 95 %',
    inUse: 'đang dùng',
    notKnown: 'chưa rõ',
    between: (low, high) => `(${low} đến ${high})`,
    columns: {
      threshold: 'Ngưỡng',
      strangersNamed: 'Người lạ bị gọi tên',
      recognised: 'Nhận ra người đã ghi danh',
      takenForAnother: 'Bị nhầm với người khác',
    },
    plots: {
      scores: {
        title: 'Điểm của người đã ghi danh và của người lạ',
        explanation:
          'Bên phải đường kẻ khuôn mặt được gọi tên, bên trái là chưa biết. Hai vùng càng ít chồng nhau thì càng dễ.',
      },
      'dir-fpir': {
        title: 'Gọi đúng tên so với gọi nhầm người lạ',
        explanation:
          'Ngưỡng chặt hơn nằm về bên trái: ít người lạ bị gọi tên hơn, và ít người đã ghi danh được nhận ra hơn. Chấm là ngưỡng đang dùng; dải màu là nơi đường cũng có thể nằm.',
      },
      reliability: {
        title: 'Xác suất đáng tin đến đâu',
        explanation:
          'Trên đường chéo, tỉ lệ đúng bằng xác suất đã nêu; dưới đường chéo là nêu quá cao. Học từ những người khác với những người được hiển thị.',
      },
    },
  },
  jobs: {
    title: 'Nhiều ảnh',
    lead: 'Chọn nhiều ảnh, hoặc thả hơn hai mươi ảnh vào bất cứ đâu. Dịch vụ xử lý lần lượt, kể cả khi trang này đã đóng.',
    choose: 'Chọn ảnh',
    empty: 'Chưa có lượt nào.',
    progress: 'Tiến độ',
    kinds: {
      identify: (number, when) => `Tìm trong ${photos(number)}, ${when}`,
      enrol: (number, when) => `Ghi danh ${photos(number)}, ${when}`,
    },
    states: { waiting: 'Đang chờ', running: 'Đang chạy', done: 'Xong', stopped: 'Đã dừng' },
    done: (number, total) => `Xong ${count(number)} trên ${count(total)}.`,
    failed: (number) => `${photos(number)} không dùng được.`,
    sending: (number, total) =>
      `Đã gửi ${count(number)} trên ${count(total)}; hãy giữ trang mở đến khi gửi hết.`,
    refused: (number) => `${photos(number)} không được nhận.`,
    heldUp: (code) => `Bị chặn bởi ${code}; sẽ tự thử lại.`,
    show: 'Xem kết quả',
    hide: 'Ẩn kết quả',
    results: 'Kết quả',
    noResults: 'Chưa có kết quả.',
    stop: 'Dừng',
    stopped: 'Đã dừng. Kết quả đã có vẫn còn.',
    remove: 'Bỏ khỏi danh sách',
    enrolled: 'Đã ghi danh',
    erased: 'Người này đã bị xoá',
  },
};
