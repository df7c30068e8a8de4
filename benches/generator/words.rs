//! The words that names and prose are made of: those of the lexicon, and lists of frequent ones.

use std::collections::{HashMap, HashSet};

const COMPANIES: &str = include_str!("../../lexicons/companies.tsv");
const ORGANIZATIONS: &str = include_str!("../../lexicons/organizations.tsv");
const PEOPLE: &str = include_str!("../../lexicons/people.tsv");
const PLACES: &str = include_str!("../../lexicons/places.tsv");
const PRODUCTS: &str = include_str!("../../lexicons/products.tsv");
const NOUNS: &str = include_str!("../../lexicons/nouns.tsv");

/// Frequent Vietnamese function words and syllables, about by rank.
const FUNCTION: &str = "và của là có trong cho các được với không một người những đã để này khi ra đến \
    từ năm ở vào về cũng như nhiều sẽ hơn đó làm phải trên nhà việc tại thì lại công đi ngày ông đang \
    mới theo hai nước sau thể cô anh bị học nam chỉ còn cả con qua nên rất thành nhất bà do trước số \
    đầu mà điều lên biết trường sự gia giá thời hàng sản tế kinh đây nói bộ tiền đồng xe nay nếu thế \
    mình khác quan quốc triệu hiện cùng bằng vụ chính vì ba bạn động phố cao quá hiểm sinh giới điện \
    lớn nhận dân chưa nhưng thấy bố dụng án đội tình chủ tháng phần hội an tỉnh tiếp vẫn lý thi dự \
    kết gần hệ quyết định khoảng đường giờ quả tích chức tư trung gì lực sống vực khu đông lần cơ thông \
    ngoài tôi ấy họ chúng nó ai đâu sao nào vậy bao giữa dưới trở nữa luôn đều từng mỗi mọi thêm cần \
    muốn bởi tuy dù rồi ngay vừa chiếc cái cuộc bên xuống hay hoặc cách loại nhằm giúp gây đưa lấy tìm \
    dùng bán mua trả gọi viết xem nghe chơi mở đóng bắt tăng giảm đạt vượt chiếm gồm thuộc liên quản \
    phát triển xây dựng thực hiện yêu cầu tham gia cung cấp hỗ trợ bảo vệ đầu tư xác minh chuyển đổi \
    hoạt nghiên cứu ứng tổ thuật khoa toàn xã nghiệp doanh thu lợi nhuận thị trường khách dịch thương \
    mại ngân vốn chứng khoán cổ phiếu lãi suất tài nguyên môi nông thôn giáo dục y bệnh viện bác sĩ \
    thuốc trẻ em phụ nữ gái trai vợ chồng cha mẹ con cháu thầy trò lớp bài đề điểm đại tuyển thắng \
    thua trận cầu thủ bóng giải vòng vô địch huấn luyện viên nghệ ca nhạc phim diễn khán đẹp trẻ già \
    nhanh chậm mạnh yếu nóng lạnh xanh đỏ trắng đen vàng sáng tối";

pub(crate) const FAMILIES: &[&str] = &[
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
    "Dương", "Lý", "Đào", "Đoàn", "Vương", "Trịnh", "Trương", "Đinh", "Lâm", "Phùng", "Mai", "Tô", "Hà",
    "Tạ", "Cao", "Chu", "Thái", "Quách", "La", "Lưu", "Tăng", "Kiều", "Châu", "Từ", "Nghiêm", "Khuất",
    "Triệu", "Lương", "Bạch", "Doãn", "Hứa", "Thạch", "Lục", "Giang", "Mạc", "Văn",
];

pub(crate) const MIDDLES: &[&str] = &[
    "Văn", "Thị", "Hữu", "Đức", "Thanh", "Minh", "Ngọc", "Quang", "Xuân", "Thu", "Anh", "Công", "Đình",
    "Duy", "Hoàng", "Kim", "Hồng", "Bảo", "Gia", "Quốc", "Trọng", "Tuấn", "Việt", "Mạnh", "Thành", "Phương",
    "Hải", "Bích", "Thùy", "Mỹ", "Tiến", "Viết", "Bá", "Khắc", "Như", "Tấn", "Phú", "Thế", "Nhật", "Diệu",
    "Cẩm", "Khánh", "Hoài", "Trung", "Đăng", "Nguyên", "Tường", "Vĩnh", "Chí", "Huy",
];

pub(crate) const GIVEN: &[&str] = &[
    "Anh", "Hùng", "Dũng", "Hương", "Lan", "Hoa", "Linh", "Nam", "Tuấn", "Minh", "Hà", "Thảo", "Trang",
    "Long", "Sơn", "Hải", "Bình", "Cường", "Tùng", "Phúc", "Quân", "Thắng", "Hiếu", "Đạt", "Khoa", "Phong",
    "Quang", "Tâm", "Thành", "Trung", "Vinh", "Yến", "Ngân", "Nga", "Mai", "Loan", "Huyền", "Hằng", "Giang",
    "Duyên", "Châu", "An", "Bảo", "Chi", "Công", "Danh", "Diệp", "Đông", "Đức", "Hạnh", "Hiền", "Hòa",
    "Hoàng", "Hồng", "Huệ", "Huy", "Khanh", "Khôi", "Kiên", "Lâm", "Lộc", "Lợi", "Luân", "Lương", "Mạnh",
    "Mỹ", "Nghĩa", "Ngọc", "Nguyên", "Nhung", "Oanh", "Phát", "Phú", "Phương", "Quốc", "Quý", "Quyên",
    "Quỳnh", "Sang", "Tài", "Tân", "Thái", "Thanh", "Thịnh", "Thủy", "Thư", "Thương", "Tiến", "Toàn", "Trâm",
    "Trí", "Trinh", "Trọng", "Trúc", "Tú", "Tuyết", "Uyên", "Vân", "Việt", "Vũ", "Vy", "Xuân",
];

pub(crate) const LINES: &[&str] = &[
    "Galaxy", "Pro", "Air", "Note", "Max", "Ultra", "Neo", "Mini", "Plus", "Edge", "Book", "Pad", "Tab",
    "Watch", "Buds", "Reno", "Find", "Redmi", "Nova", "Mate", "Zen", "Think", "Idea", "Power", "Smart",
    "Vision", "Home", "Cam", "Drive", "Core", "Legion", "Gaming", "Studio", "Cloud", "Link", "Sense", "Fit",
    "Band", "Play", "Go",
];

pub(crate) const FORMS: &[&str] = &[
    "Công ty Cổ phần",
    "Công ty TNHH",
    "Công ty CP",
    "Tập đoàn",
    "Công ty TNHH MTV",
    "Ngân hàng TMCP",
    "Công ty Cổ phần Đầu tư",
    "Công ty Cổ phần Công nghệ",
    "Tổng công ty",
    "Công ty TNHH Thương mại",
    "Công ty Cổ phần Dịch vụ",
    "Công ty Cổ phần Xây dựng",
];

/// The words by kind, those that are used more in front.
pub(crate) struct Words {
    /// Names and aliases of everything but nouns.
    pub(crate) names: Vec<&'static str>,
    pub(crate) nouns: Vec<&'static str>,
    pub(crate) function: Vec<&'static str>,
    /// Syllables of Vietnamese names and nouns.
    pub(crate) syllables: Vec<&'static str>,
    /// Names of one token.
    pub(crate) brands: Vec<&'static str>,
}

impl Words {
    /// Reads the lexicon.
    pub(crate) fn load() -> Self {
        let names: Vec<_> =
            [COMPANIES, ORGANIZATIONS, PEOPLE, PLACES, PRODUCTS].into_iter().flat_map(surfaces).collect();
        let nouns: Vec<_> = surfaces(NOUNS).collect();
        let brands = surfaces(COMPANIES).filter(|n| n.bytes().all(|b| b.is_ascii_alphabetic())).collect();
        let function = distinct(FUNCTION.split_whitespace());
        let syllables = syllables(names.iter().chain(&nouns).copied());
        Self { names: distinct(names), nouns: distinct(nouns), function, syllables, brands }
    }
}

/// Names and aliases of a table.
fn surfaces(table: &'static str) -> impl Iterator<Item = &'static str> {
    let rows = table.lines().skip(1).filter(|l| !l.starts_with('#'));
    rows.flat_map(|row| row.split('\t').skip(2).take(2).flat_map(|f| f.split('|'))).filter(|s| !s.is_empty())
}

fn distinct(words: impl IntoIterator<Item = &'static str>) -> Vec<&'static str> {
    let mut seen = HashSet::new();
    words.into_iter().filter(|w| seen.insert(*w)).collect()
}

/// The Vietnamese syllables in `phrases`, the frequent ones first.
fn syllables(phrases: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in phrases.flat_map(|p| p.split(' ')) {
        let plain = word.chars().all(|c| c.is_alphabetic() && !c.is_uppercase());
        if plain && word.chars().count() <= 7 && !word.is_ascii() {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut list: Vec<_> = counts.into_iter().collect();
    list.sort_unstable_by_key(|&(word, count)| (std::cmp::Reverse(count), word));
    list.into_iter().map(|(word, _)| word).collect()
}
